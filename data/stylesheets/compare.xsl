<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: MIT
     Copyright (c) 2026 the mailsonde authors -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:c="urn:mailsonde:comparison:1" exclude-result-prefixes="c">
  <xsl:output method="html" encoding="UTF-8" indent="no"
      doctype-system="about:legacy-compat"/>

  <xsl:template match="/c:comparison">
    <html lang="en">
      <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta http-equiv="Content-Security-Policy"
            content="default-src 'none'; style-src 'unsafe-inline'"/>
        <title>mailsonde: what changed</title>
        <style>
body { font: 16px/1.45 sans-serif; margin: 0 auto; max-width: 62rem; padding: 1rem; color: #1b1b1b; background: #fff }
h1 { font-size: 1.5rem }
h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
th, td { border: 1px solid #999; padding: .35rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere }
th { background: #eee }
.worse { border-left: 6px solid #a40000 }
.lost { border-left: 6px dotted #8a5a00 }
.better { border-left: 6px solid #1c6b1c }
@media (max-width: 600px) {
  thead { display: none }
  table, tbody, tr, td { display: block; width: auto }
  tr { margin-bottom: .8rem }
  td::before { content: attr(data-label) ": "; font-weight: bold }
}
@media print { body { max-width: none } tr { break-inside: avoid } }
        </style>
      </head>
      <body>
        <main>
          <h1>
            <xsl:choose>
              <xsl:when test="@worse &gt; 0">Worse than before</xsl:when>
              <xsl:when test="@lost &gt; 0">Not all could be tested again</xsl:when>
              <xsl:when test="c:change">Changed, and nothing is worse</xsl:when>
              <xsl:otherwise>Nothing changed</xsl:otherwise>
            </xsl:choose>
          </h1>
          <p>
            Before: <xsl:value-of select="c:old/@started"/>
            (<xsl:value-of select="c:old/@verdict"/>);
            now: <xsl:value-of select="c:new/@started"/>
            (<xsl:value-of select="c:new/@verdict"/>).
            Worse: <xsl:value-of select="@worse"/>,
            not tested any more: <xsl:value-of select="@lost"/>,
            better: <xsl:value-of select="@better"/>,
            tested now: <xsl:value-of select="@found"/>,
            new: <xsl:value-of select="@appeared"/>,
            gone: <xsl:value-of select="@vanished"/>,
            otherwise: <xsl:value-of select="@changed"/>.
          </p>
          <xsl:for-each select="c:change[not(preceding-sibling::c:change[1]/@host = @host and preceding-sibling::c:change[1]/@port = @port and preceding-sibling::c:change[1]/@service = @service and preceding-sibling::c:change[1]/@mode = @mode)]">
            <xsl:variable name="first" select="."/>
            <h2>
              <xsl:value-of select="concat(@service, ' ', @host, ':', @port, ', ', @mode)"/>
            </h2>
            <table>
              <thead>
                <tr>
                  <th scope="col">Change</th>
                  <th scope="col">Of</th>
                  <th scope="col">Before</th>
                  <th scope="col">Now</th>
                </tr>
              </thead>
              <tbody>
                <xsl:for-each select="../c:change[@host = $first/@host and @port = $first/@port and @service = $first/@service and @mode = $first/@mode]">
                  <tr class="{@kind}">
                    <td data-label="Change"><xsl:value-of select="@kind"/></td>
                    <td data-label="Of"><xsl:value-of select="concat(@of, ' ', @name, ' ', @policy)"/></td>
                    <td data-label="Before"><xsl:value-of select="c:before"/></td>
                    <td data-label="Now">
                      <xsl:value-of select="c:after"/>
                      <xsl:if test="@kind = 'worse' and c:remedy">
                        <br/>What to do: <xsl:value-of select="c:remedy"/>
                      </xsl:if>
                    </td>
                  </tr>
                </xsl:for-each>
              </tbody>
            </table>
          </xsl:for-each>
        </main>
      </body>
    </html>
  </xsl:template>
</xsl:stylesheet>
