<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:m="urn:mailsonde:report:1" exclude-result-prefixes="m">
  <xsl:output method="html" encoding="UTF-8"/>
  <xsl:key name="check" match="m:finding" use="@check"/>
  <xsl:param name="title" select="'Mail'"/>
  <xsl:template match="/m:report">
    <html><head><title><xsl:value-of select="concat($title, ' ', @verdict)"/></title></head>
    <body><xsl:apply-templates select="m:endpoint"><xsl:sort select="@port" data-type="number"/></xsl:apply-templates></body></html>
  </xsl:template>
  <xsl:template match="m:endpoint">
    <h2><xsl:number/>. <xsl:value-of select="translate(@host, 'h', 'H')"/>:<xsl:value-of select="format-number(@port, '#')"/></h2>
    <xsl:for-each select="m:finding[@status != 'fail']"><xsl:choose>
      <xsl:when test="key('check', 'connect')"><p class="{@status}"><xsl:value-of select="m:summary"/></p></xsl:when>
      <xsl:otherwise><xsl:message>none</xsl:message></xsl:otherwise>
    </xsl:choose></xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
