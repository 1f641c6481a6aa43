<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-License-Identifier: MIT
     Copyright (c) 2026 the mailsonde authors

     The HTML report, made of the XML one (urn:mailsonde:report:1): one file
     that needs nothing else, no script, readable without colour, at 400 pixels
     and on paper. Copy it to make one of your own (stylesheet option). -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:r="urn:mailsonde:report:1"
    xmlns:date="http://exslt.org/dates-and-times"
    xmlns:set="http://exslt.org/sets"
    exclude-result-prefixes="r date set">

  <xsl:output method="html" encoding="UTF-8" indent="no"
      doctype-system="about:legacy-compat"/>

  <!-- In whole seconds, as other formats count the days from it. -->
  <xsl:variable name="started" select="concat(substring(/r:report/@started, 1, 19), 'Z')"/>
  <xsl:variable name="endpoints" select="count(/r:report/r:endpoint)"/>
  <xsl:variable name="bad" select="/r:report/r:endpoint/r:finding[not(@policy) and (@status = 'fail' or @status = 'warning')]"/>

  <!-- Wherever one rule came to one status, "suppressed" being one of them.
       Larger groups would take libxslt the square of their size. -->
  <xsl:key name="rule" match="r:finding[@policy]"
      use="concat(@policy, ' ', @check, ' ', @status[not(../@suppressed)],
          substring('suppressed', 1, 10 * boolean(@suppressed)))"/>

  <!-- Looked up for each finding that one explains: a search of the whole
       document each time would take the square of its size. -->
  <xsl:key name="diagnosis" match="r:diagnosis" use="@id"/>

  <!-- Words -->

  <xsl:template name="verdict-word">
    <xsl:param name="verdict"/>
    <xsl:choose>
      <xsl:when test="$verdict = 'pass'">passed</xsl:when>
      <xsl:when test="$verdict = 'fail'">failed</xsl:when>
      <xsl:when test="$verdict = 'not-tested'">not tested</xsl:when>
      <xsl:when test="$verdict = 'info'">for information</xsl:when>
      <xsl:otherwise><xsl:value-of select="$verdict"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="mark">
    <xsl:param name="verdict"/>
    <span class="mark {$verdict}">
      <xsl:choose>
        <xsl:when test="$verdict = 'pass'">&#x2713; </xsl:when>
        <xsl:when test="$verdict = 'fail'">&#x2717; </xsl:when>
        <xsl:when test="$verdict = 'warning'">! </xsl:when>
        <xsl:when test="$verdict = 'not-tested'">? </xsl:when>
        <xsl:otherwise>i </xsl:otherwise>
      </xsl:choose>
      <xsl:call-template name="verdict-word">
        <xsl:with-param name="verdict" select="$verdict"/>
      </xsl:call-template>
    </span>
  </xsl:template>

  <xsl:template name="service">
    <xsl:param name="service" select="@service"/>
    <xsl:value-of select="translate($service,
        'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')"/>
  </xsl:template>

  <xsl:template name="mode">
    <xsl:choose>
      <xsl:when test="@mode = 'implicit'">implicit TLS</xsl:when>
      <xsl:when test="@mode = 'explicit' and @service = 'pop3'">STLS</xsl:when>
      <xsl:when test="@mode = 'explicit'">STARTTLS</xsl:when>
      <xsl:otherwise>cleartext</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="host-port">
    <xsl:choose>
      <xsl:when test="contains(@host, ':')">[<xsl:value-of select="@host"/>]</xsl:when>
      <xsl:otherwise><xsl:value-of select="@host"/></xsl:otherwise>
    </xsl:choose>
    <xsl:text>:</xsl:text>
    <xsl:value-of select="@port"/>
  </xsl:template>

  <!-- "2026-11-22 10:15:30 UTC" -->
  <xsl:template name="instant">
    <xsl:param name="time"/>
    <time datetime="{$time}">
      <xsl:value-of select="concat(substring($time, 1, 10), ' ',
          substring($time, 12, 8), ' UTC')"/>
    </time>
  </xsl:template>

  <!-- An address of the web as a link, any other as the text that it is. -->
  <xsl:template name="link">
    <xsl:param name="url"/>
    <xsl:param name="text" select="$url"/>
    <xsl:choose>
      <xsl:when test="starts-with($url, 'https://') or starts-with($url, 'http://')">
        <a href="{$url}" rel="noreferrer noopener"><xsl:value-of select="$text"/></a>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A long name may be broken behind each "_", or whatever joins it. -->
  <xsl:template name="breakable">
    <xsl:param name="text"/>
    <xsl:param name="at" select="'_'"/>
    <xsl:choose>
      <xsl:when test="contains($text, $at)">
        <xsl:value-of select="concat(substring-before($text, $at), $at)"/><wbr/>
        <xsl:call-template name="breakable">
          <xsl:with-param name="text" select="substring-after($text, $at)"/>
          <xsl:with-param name="at" select="$at"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="days">
    <xsl:param name="days"/>
    <xsl:value-of select="concat($days, ' day')"/>
    <xsl:if test="$days != 1">s</xsl:if>
  </xsl:template>

  <xsl:template name="endpoint-id">
    <xsl:text>endpoint-</xsl:text>
    <xsl:value-of select="count(preceding-sibling::r:endpoint) + 1"/>
  </xsl:template>

  <!-- The page -->

  <xsl:template match="/r:report">
    <html lang="en">
      <head>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="generator" content="mailsonde {@tool-version}"/>
        <!-- The digest is that of the style below. A browser leaves out any
             other: whoever changes the style puts its digest here, which the
             browser's console tells, or 'unsafe-inline' in its place. -->
        <meta http-equiv="Content-Security-Policy"
            content="default-src 'none'; style-src 'sha256-8PzCTutoXq3f3hwuFzVta5ptukRDsjaHXcBo1CKO72o='; base-uri 'none'; form-action 'none'"/>
        <meta name="referrer" content="no-referrer"/>
        <title>
          <xsl:text>Mail settings: </xsl:text>
          <xsl:call-template name="verdict-word">
            <xsl:with-param name="verdict" select="@verdict"/>
          </xsl:call-template>
          <xsl:for-each select="r:source">
            <xsl:value-of select="concat(', ', @name)"/>
          </xsl:for-each>
        </title>
        <style><xsl:call-template name="style"/></style>
      </head>
      <body>
        <a class="skip" href="#endpoints">Skip to the endpoints</a>
        <header>
          <h1>Mail settings report</h1>
          <xsl:call-template name="headline"/>
          <xsl:call-template name="contents"/>
        </header>
        <main>
          <xsl:call-template name="causes"/>
          <xsl:call-template name="matrix"/>
          <xsl:call-template name="problems"/>
          <xsl:call-template name="policies"/>
          <section id="endpoints" aria-labelledby="endpoints-title">
            <h2 id="endpoints-title">Endpoints, with the evidence</h2>
            <xsl:apply-templates select="r:endpoint"/>
          </section>
        </main>
        <footer><xsl:call-template name="provenance"/></footer>
      </body>
    </html>
  </xsl:template>

  <xsl:template name="contents">
    <nav aria-label="Contents">
      <ul>
        <xsl:if test="r:endpoint/r:diagnosis"><li><a href="#causes">What is wrong</a></li></xsl:if>
        <li><a href="#matrix">TLS versions</a></li>
        <xsl:if test="$bad"><li><a href="#problems">What did not hold</a></li></xsl:if>
        <xsl:if test="r:policy"><li><a href="#policies">Policies</a></li></xsl:if>
        <li><a href="#endpoints">Endpoints</a></li>
        <li><a href="#provenance">Where this comes from</a></li>
      </ul>
    </nav>
  </xsl:template>

  <xsl:template name="headline">
    <p class="verdict {@verdict}">
      <strong>
        <xsl:choose>
          <xsl:when test="@verdict = 'pass'">&#x2713; Passed</xsl:when>
          <xsl:when test="@verdict = 'fail'">&#x2717; Failed</xsl:when>
          <xsl:otherwise>? Not tested</xsl:otherwise>
        </xsl:choose>
      </strong>
      <span>
        <xsl:choose>
          <xsl:when test="r:endpoint/r:diagnosis">
            <xsl:for-each select="r:endpoint/r:diagnosis">
              <xsl:sort select="@rank" data-type="number"/>
              <xsl:if test="position() = 1"><xsl:value-of select="r:summary"/></xsl:if>
            </xsl:for-each>
          </xsl:when>
          <xsl:when test="@verdict = 'fail'">
            <xsl:value-of select="(r:endpoint/r:finding[@status = 'fail' and not(@suppressed)])[1]/r:summary"/>
          </xsl:when>
          <xsl:when test="not(r:endpoint)">
            <xsl:text>Nothing was to be checked.</xsl:text>
          </xsl:when>
          <xsl:when test="@verdict = 'not-tested'">
            <xsl:text>Something could not be tested; nothing failed.</xsl:text>
          </xsl:when>
          <xsl:when test="r:summary/@warning &gt; 0">
            <xsl:value-of select="concat('Every check that was owed was made, and none failed; ', r:summary/@warning, ' to be warned of.')"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:text>Every check that was owed was made, and passed.</xsl:text>
          </xsl:otherwise>
        </xsl:choose>
      </span>
    </p>
    <dl class="facts">
      <div><dt>Settings</dt><dd>
        <xsl:for-each select="r:source">
          <xsl:if test="position() &gt; 1">; </xsl:if>
          <xsl:value-of select="@name"/>
          <xsl:if test="r:title and r:title != @name">
            <xsl:value-of select="concat(' (', r:title, ')')"/>
          </xsl:if>
        </xsl:for-each>
      </dd></div>
      <div><dt>Run</dt><dd>
        <xsl:call-template name="instant">
          <xsl:with-param name="time" select="@started"/>
        </xsl:call-template>
        <xsl:value-of select="concat(', ', count(r:endpoint/r:probe),
            ' connections in ')"/>
        <xsl:choose>
          <xsl:when test="@duration-ms &lt; 1000"><xsl:value-of select="concat(@duration-ms, ' ms')"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="concat(format-number(@duration-ms div 1000, '0.0'), ' s')"/></xsl:otherwise>
        </xsl:choose>
        <xsl:value-of select="concat(', by mailsonde ', @tool-version)"/>
        <xsl:choose>
          <xsl:when test="@out-of-time = 'true'"> (reached its deadline)</xsl:when>
          <xsl:when test="@interrupted = 'true'"> (interrupted)</xsl:when>
        </xsl:choose>
      </dd></div>
      <div><dt>Findings</dt><dd>
        <xsl:value-of select="concat(r:summary/@pass, ' passed, ',
            r:summary/@fail, ' failed, ', r:summary/@warning, ' to be warned of, ',
            r:summary/@info, ' for information, ',
            r:summary/@not-tested, ' not tested')"/>
      </dd></div>
    </dl>
  </xsl:template>

  <!-- What is wrong, and what to do -->

  <xsl:template name="causes">
    <xsl:if test="r:endpoint/r:diagnosis">
      <section id="causes" aria-labelledby="causes-title">
        <h2 id="causes-title">What is wrong, and what to do</h2>
        <xsl:for-each select="r:endpoint/r:diagnosis">
          <xsl:sort select="@rank" data-type="number"/>
          <article class="cause">
            <xsl:if test="generate-id() = generate-id(key('diagnosis', @id)[1])">
              <xsl:attribute name="id"><xsl:value-of select="concat('cause-', @id)"/></xsl:attribute>
            </xsl:if>
            <h3>
              <xsl:choose>
                <xsl:when test="@confidence = 'likely'">Most likely: </xsl:when>
                <xsl:when test="@confidence = 'possible'">Possibly: </xsl:when>
              </xsl:choose>
              <xsl:value-of select="r:summary"/>
            </h3>
            <p><xsl:value-of select="r:explanation"/></p>
            <xsl:if test="r:remedy">
              <dl class="remedies">
                <xsl:for-each select="r:remedy">
                  <div>
                    <dt>
                      <xsl:choose>
                        <xsl:when test="@for = 'user'">For the user</xsl:when>
                        <xsl:when test="@for = 'helpdesk'">For the helpdesk</xsl:when>
                        <xsl:when test="@for = 'admin'">For the administrator</xsl:when>
                        <xsl:when test="@for = 'network'">For the network people</xsl:when>
                        <xsl:otherwise>What to do</xsl:otherwise>
                      </xsl:choose>
                    </dt>
                    <dd><xsl:value-of select="."/></dd>
                  </div>
                </xsl:for-each>
              </dl>
            </xsl:if>
            <xsl:if test="r:evidence">
              <h4>What speaks for it</h4>
              <ul>
                <xsl:for-each select="r:evidence">
                  <li><xsl:value-of select="."/></li>
                </xsl:for-each>
              </ul>
            </xsl:if>
            <xsl:if test="r:confirm">
              <p><b>To make sure: </b><xsl:value-of select="r:confirm"/></p>
            </xsl:if>
            <p class="small">
              <xsl:value-of select="concat('Diagnosis ', @id, ', ', @confidence)"/>
              <xsl:if test="r:reference">
                <xsl:value-of select="concat('; ', r:reference)"/>
              </xsl:if>
            </p>
          </article>
        </xsl:for-each>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- The matrix: a picture, and the same as a table -->

  <!-- How the version fared: by its check, or where nothing was expected of it
       by the connections themselves. -->
  <xsl:template name="cell-words">
    <xsl:param name="finding"/>
    <xsl:param name="version"/>
    <xsl:variable name="made" select="r:probe[@purpose = 'tls-version' and @tls-offered = $version]"/>
    <xsl:choose>
      <xsl:when test="starts-with($finding/@observed, 'accepted')">accepted</xsl:when>
      <xsl:when test="starts-with($finding/@observed, 'refused')">refused</xsl:when>
      <xsl:when test="$finding">not tested</xsl:when>
      <xsl:when test="$made[@outcome = 'completed'] or r:probe[@purpose = 'best' and r:tls[@completed = 'true' and @version = $version]]">accepted</xsl:when>
      <xsl:when test="$made[@outcome = 'refused']">refused</xsl:when>
      <xsl:when test="contains(@tls-asked, $version)">not tested</xsl:when>
      <xsl:otherwise>not asked</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="cell-sign">
    <xsl:param name="finding"/>
    <xsl:choose>
      <xsl:when test="not($finding)"/>
      <xsl:when test="$finding/@status = 'fail'">&#x2717; </xsl:when>
      <xsl:when test="$finding/@status = 'warning'">! </xsl:when>
      <xsl:when test="$finding/@status = 'not-tested'">? </xsl:when>
      <xsl:when test="$finding/@status = 'info'">i </xsl:when>
      <xsl:otherwise>&#x2713; </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="svg-cell">
    <xsl:param name="version"/>
    <xsl:param name="x"/>
    <xsl:param name="y"/>
    <xsl:variable name="finding"
        select="r:finding[@check = concat('tls-', $version)][1]"/>
    <rect x="{$x + 1}" y="{$y}" width="76" height="24" rx="3">
      <xsl:attribute name="class">
        <xsl:text>cell </xsl:text>
        <xsl:choose>
          <xsl:when test="$finding"><xsl:value-of select="$finding/@status"/></xsl:when>
          <xsl:otherwise>none</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
    </rect>
    <text x="{$x + 39}" y="{$y + 16}" class="cell-text">
      <xsl:call-template name="cell-sign">
        <xsl:with-param name="finding" select="$finding"/>
      </xsl:call-template>
      <xsl:call-template name="cell-words">
        <xsl:with-param name="finding" select="$finding"/>
        <xsl:with-param name="version" select="$version"/>
      </xsl:call-template>
    </text>
  </xsl:template>

  <xsl:template name="matrix">
    <xsl:variable name="rows" select="count(r:endpoint)"/>
    <section id="matrix" aria-labelledby="matrix-title">
      <h2 id="matrix-title">Endpoints and TLS versions</h2>
      <svg class="matrix" viewBox="0 0 320 {26 + 48 * $rows}" role="img"
          aria-labelledby="matrix-name matrix-words">
        <title id="matrix-name">Endpoints and TLS versions</title>
        <desc id="matrix-words">A row for each endpoint and a column for each
          TLS version; each cell says whether the server accepts the version,
          and whether it should. The table below says the same.</desc>
        <text x="39" y="15" class="head">TLS 1.0</text>
        <text x="119" y="15" class="head">TLS 1.1</text>
        <text x="199" y="15" class="head">TLS 1.2</text>
        <text x="279" y="15" class="head">TLS 1.3</text>
        <xsl:for-each select="r:endpoint">
          <xsl:variable name="y" select="24 + 48 * (position() - 1)"/>
          <text x="1" y="{$y + 12}" class="label">
            <xsl:call-template name="service"/>
            <xsl:text> </xsl:text>
            <xsl:choose>
              <xsl:when test="string-length(@host) &gt; 27">
                <xsl:value-of select="concat(substring(@host, 1, 26), '&#x2026;:', @port)"/>
              </xsl:when>
              <xsl:otherwise><xsl:call-template name="host-port"/></xsl:otherwise>
            </xsl:choose>
            <xsl:text>, </xsl:text>
            <xsl:call-template name="mode"/>
          </text>
          <xsl:call-template name="svg-cell">
            <xsl:with-param name="version" select="'1.0'"/>
            <xsl:with-param name="x" select="0"/>
            <xsl:with-param name="y" select="$y + 17"/>
          </xsl:call-template>
          <xsl:call-template name="svg-cell">
            <xsl:with-param name="version" select="'1.1'"/>
            <xsl:with-param name="x" select="80"/>
            <xsl:with-param name="y" select="$y + 17"/>
          </xsl:call-template>
          <xsl:call-template name="svg-cell">
            <xsl:with-param name="version" select="'1.2'"/>
            <xsl:with-param name="x" select="160"/>
            <xsl:with-param name="y" select="$y + 17"/>
          </xsl:call-template>
          <xsl:call-template name="svg-cell">
            <xsl:with-param name="version" select="'1.3'"/>
            <xsl:with-param name="x" select="240"/>
            <xsl:with-param name="y" select="$y + 17"/>
          </xsl:call-template>
        </xsl:for-each>
      </svg>
      <p class="small">&#x2713; as it should be, &#x2717; must be otherwise,
        ! should be otherwise, i nothing is demanded, ? could not be tested</p>
      <div class="scroll" tabindex="0" role="group" aria-label="The matrix as a table">
        <table class="stack">
          <caption>The same as a table</caption>
          <thead><tr>
            <th scope="col">Endpoint</th><th scope="col">Verdict</th>
            <th scope="col">TLS 1.0</th><th scope="col">TLS 1.1</th>
            <th scope="col">TLS 1.2</th><th scope="col">TLS 1.3</th>
            <th scope="col">Best connection</th>
          </tr></thead>
          <tbody>
            <xsl:for-each select="r:endpoint"><xsl:call-template name="matrix-row"/></xsl:for-each>
          </tbody>
        </table>
      </div>
    </section>
  </xsl:template>

  <xsl:template name="matrix-row">
    <xsl:variable name="endpoint" select="."/>
    <xsl:variable name="best" select="(r:probe[@purpose = 'best' and r:tls/@completed = 'true'])[1]"/>
    <tr>
      <th scope="row">
        <a>
          <xsl:attribute name="href">
            <xsl:text>#</xsl:text><xsl:call-template name="endpoint-id"/>
          </xsl:attribute>
          <xsl:call-template name="service"/>
          <xsl:text> </xsl:text>
          <xsl:call-template name="breakable">
            <xsl:with-param name="text"><xsl:call-template name="host-port"/></xsl:with-param>
            <xsl:with-param name="at" select="'.'"/>
          </xsl:call-template>
        </a>
        <xsl:text> </xsl:text>
        <span class="small"><xsl:call-template name="mode"/></span>
      </th>
      <td data-label="Verdict"><xsl:call-template name="mark">
        <xsl:with-param name="verdict" select="@verdict"/>
      </xsl:call-template></td>
      <xsl:call-template name="version-td"><xsl:with-param name="version" select="'1.0'"/></xsl:call-template>
      <xsl:call-template name="version-td"><xsl:with-param name="version" select="'1.1'"/></xsl:call-template>
      <xsl:call-template name="version-td"><xsl:with-param name="version" select="'1.2'"/></xsl:call-template>
      <xsl:call-template name="version-td"><xsl:with-param name="version" select="'1.3'"/></xsl:call-template>
      <td data-label="Best connection">
        <xsl:choose>
          <xsl:when test="$best">
            <xsl:value-of select="concat('TLS ', $best/r:tls/@version)"/>
            <xsl:if test="$best/r:tls/@cipher-suite">
              <span class="small">
                <xsl:text>, </xsl:text>
                <xsl:call-template name="breakable">
                  <xsl:with-param name="text" select="$best/r:tls/@cipher-suite"/>
                </xsl:call-template>
              </span>
            </xsl:if>
          </xsl:when>
          <xsl:otherwise>none</xsl:otherwise>
        </xsl:choose>
      </td>
    </tr>
  </xsl:template>

  <xsl:template name="version-td">
    <xsl:param name="version"/>
    <xsl:variable name="finding"
        select="r:finding[@check = concat('tls-', $version)][1]"/>
    <td class="version" data-label="TLS {$version}">
      <xsl:call-template name="cell-sign"><xsl:with-param name="finding" select="$finding"/></xsl:call-template>
      <xsl:call-template name="cell-words">
        <xsl:with-param name="finding" select="$finding"/>
        <xsl:with-param name="version" select="$version"/>
      </xsl:call-template>
    </td>
  </xsl:template>

  <!-- What no diagnosis needs to be read for -->

  <xsl:template name="problems">
    <xsl:if test="$bad">
      <section id="problems" aria-labelledby="problems-title">
        <h2 id="problems-title">What did not hold</h2>
        <xsl:apply-templates select="$bad[@status = 'fail']"/>
        <xsl:apply-templates select="$bad[@status = 'warning']"/>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template match="r:finding">
    <article class="finding {@status}">
      <h3>
        <xsl:call-template name="mark"><xsl:with-param name="verdict" select="@status"/></xsl:call-template>
        <xsl:text> </xsl:text>
        <xsl:value-of select="r:summary"/>
      </h3>
      <dl>
        <div><dt>Expected</dt><dd><xsl:value-of select="@expected"/></dd></div>
        <div><dt>Observed</dt><dd class="wrap"><xsl:value-of select="@observed"/></dd></div>
        <xsl:if test="r:explanation"><div><dt>Meaning</dt><dd><xsl:value-of select="r:explanation"/></dd></div></xsl:if>
        <xsl:if test="r:remedy"><div><dt>What to do</dt><dd><xsl:value-of select="r:remedy"/></dd></div></xsl:if>
        <xsl:if test="@diagnosis"><div><dt>Cause</dt><dd>
          <a href="#cause-{@diagnosis}">
            <xsl:choose>
              <xsl:when test="key('diagnosis', @diagnosis)">
                <xsl:value-of select="key('diagnosis', @diagnosis)[1]/r:summary"/>
              </xsl:when>
              <xsl:otherwise><xsl:value-of select="@diagnosis"/></xsl:otherwise>
            </xsl:choose>
          </a>
        </dd></div></xsl:if>
        <div><dt>Check</dt><dd>
          <xsl:value-of select="@check"/>
          <xsl:if test="r:reference"><xsl:value-of select="concat(', ', r:reference)"/></xsl:if>
        </dd></div>
      </dl>
    </article>
  </xsl:template>

  <!-- Rule by rule, those that are broken first -->

  <xsl:template name="policies">
    <xsl:if test="r:policy">
      <section id="policies" aria-labelledby="policies-title">
        <h2 id="policies-title">Held to policies</h2>
        <div class="scroll" tabindex="0" role="group" aria-label="Policies">
          <table class="stack">
            <caption>How many of the rules, over all endpoints</caption>
            <thead><tr>
              <th scope="col">Policy</th><th scope="col">Passed</th>
              <th scope="col">Failed</th><th scope="col">To be warned of</th>
              <th scope="col">For information</th><th scope="col">Not tested</th>
              <th scope="col">Suppressed</th>
            </tr></thead>
            <tbody>
              <xsl:for-each select="r:policy">
                <tr>
                  <th scope="row"><a href="#policy-{@name}"><xsl:value-of select="@name"/></a></th>
                  <td data-label="Passed"><xsl:value-of select="@pass"/></td>
                  <td data-label="Failed"><xsl:value-of select="@fail"/></td>
                  <td data-label="To be warned of"><xsl:value-of select="@warning"/></td>
                  <td data-label="For information"><xsl:value-of select="@info"/></td>
                  <td data-label="Not tested">
                    <xsl:value-of select="@not-tested"/>
                    <xsl:variable name="unobservable" select="count(/r:report/r:endpoint/r:finding[@unobservable = 'true' and @policy = current()/@name])"/>
                    <xsl:if test="$unobservable &gt; 0">
                      <span class="small"><xsl:value-of select="concat(' (', $unobservable, ' that this version or this run cannot observe)')"/></span>
                    </xsl:if>
                  </td>
                  <td data-label="Suppressed"><xsl:value-of select="@suppressed"/></td>
                </tr>
              </xsl:for-each>
            </tbody>
          </table>
        </div>
        <p class="small">Each rule has its level and its source.
          &#x201c;Source not confirmed&#x201d; means that the section or the wording
          could not be read in the source; &#x201c;wording as
          reported&#x201d; means that it was read in another text that quotes it.</p>
        <xsl:apply-templates select="r:policy"/>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template match="r:policy">
    <article class="policy" id="policy-{@name}">
      <h3><xsl:value-of select="concat(@name, ': ', r:title)"/></h3>
      <p class="small wrap">
        <xsl:value-of select="@publisher"/>
        <xsl:if test="@edition"><xsl:value-of select="concat(', edition ', @edition)"/></xsl:if>
        <xsl:if test="@url">
          <xsl:text>, </xsl:text>
          <xsl:call-template name="link"><xsl:with-param name="url" select="@url"/></xsl:call-template>
        </xsl:if>
        <xsl:if test="@looked-up"><xsl:value-of select="concat(', looked up ', @looked-up)"/></xsl:if>
        <xsl:if test="@place"><xsl:value-of select="concat('. Policy ', @place)"/></xsl:if>
        <xsl:if test="@digest"><xsl:value-of select="concat(', SHA-256 ', @digest)"/></xsl:if>
      </p>
      <xsl:if test="r:note"><p><xsl:value-of select="r:note"/></p></xsl:if>
      <xsl:variable name="rules" select="set:distinct(/r:report/r:endpoint/r:finding[@policy = current()/@name]/@check)"/>
      <xsl:call-template name="rules">
        <xsl:with-param name="rules" select="$rules"/>
        <xsl:with-param name="title" select="'Broken'"/>
        <xsl:with-param name="status" select="'fail'"/>
      </xsl:call-template>
      <xsl:call-template name="rules">
        <xsl:with-param name="rules" select="$rules"/>
        <xsl:with-param name="title" select="'To be warned of'"/>
        <xsl:with-param name="status" select="'warning'"/>
      </xsl:call-template>
      <xsl:call-template name="rules">
        <xsl:with-param name="rules" select="$rules"/>
        <xsl:with-param name="title" select="'Suppressed'"/>
        <xsl:with-param name="status" select="'suppressed'"/>
      </xsl:call-template>
      <xsl:call-template name="rules">
        <xsl:with-param name="rules" select="$rules"/>
        <xsl:with-param name="title" select="'For information'"/>
        <xsl:with-param name="status" select="'info'"/>
      </xsl:call-template>
      <xsl:call-template name="rules">
        <xsl:with-param name="rules" select="$rules"/>
        <xsl:with-param name="title" select="'Not tested'"/>
        <xsl:with-param name="status" select="'not-tested'"/>
      </xsl:call-template>
      <xsl:call-template name="rules">
        <xsl:with-param name="rules" select="$rules"/>
        <xsl:with-param name="title" select="'Held'"/>
        <xsl:with-param name="status" select="'pass'"/>
      </xsl:call-template>
    </article>
  </xsl:template>

  <!-- The findings of one status, grouped by rule. -->
  <xsl:template name="rules">
    <xsl:param name="rules"/>
    <xsl:param name="title"/>
    <xsl:param name="status"/>
    <xsl:variable name="policy" select="@name"/>
    <xsl:variable name="rows">
      <xsl:for-each select="$rules">
        <xsl:sort select="."/>
        <xsl:variable name="group" select="key('rule', concat($policy, ' ', ., ' ', $status))"/>
        <xsl:for-each select="$group[1]">
          <xsl:call-template name="rule">
            <xsl:with-param name="group" select="$group"/>
          </xsl:call-template>
        </xsl:for-each>
      </xsl:for-each>
    </xsl:variable>
    <xsl:if test="string($rows)">
      <h4><xsl:value-of select="$title"/></h4>
      <div class="scroll" tabindex="0" role="group" aria-label="{$title}, {@name}">
        <table class="rules stack">
          <caption class="hidden"><xsl:value-of select="concat($title, ', ', @name)"/></caption>
          <thead><tr>
            <th scope="col">Rule</th><th scope="col">Verdict</th>
            <th scope="col">Evidence</th>
          </tr></thead>
          <tbody><xsl:copy-of select="$rows"/></tbody>
        </table>
      </div>
    </xsl:if>
  </xsl:template>

  <!-- The first finding of a group stands for all of it. -->
  <xsl:template name="rule">
    <xsl:param name="group"/>
    <tr>
      <th scope="row">
        <xsl:value-of select="@check"/>
        <span class="line"><xsl:value-of select="@level"/></span>
        <span class="line small"><xsl:call-template name="rule-source"/></span>
      </th>
      <td data-label="Verdict">
        <xsl:call-template name="mark"><xsl:with-param name="verdict" select="@status"/></xsl:call-template>
        <xsl:if test="@rating and (@status = 'fail' or @status = 'warning')">
          <span class="line small"><xsl:value-of select="concat('gravity: ', @rating)"/></span>
        </xsl:if>
      </td>
      <td class="wrap evidence">
        <xsl:if test="@title"><p><b><xsl:value-of select="@title"/></b></p></xsl:if>
        <xsl:if test="@expected != '' and not(@expected = @title)">
          <p><xsl:value-of select="concat('Expected: ', @expected)"/></p>
        </xsl:if>
        <xsl:choose>
          <!-- An exception gives one endpoint another level, and says so in the
               explanation. -->
          <xsl:when test="$group[@observed != current()/@observed or @level != current()/@level
              or (@suppressed and @suppressed != current()/@suppressed)
              or r:explanation != current()/r:explanation]">
            <xsl:variable name="first" select="."/>
            <ul>
              <xsl:for-each select="$group">
                <li>
                  <xsl:for-each select="parent::r:endpoint">
                    <xsl:call-template name="service"/><xsl:text> </xsl:text>
                    <xsl:call-template name="host-port"/>
                  </xsl:for-each>
                  <xsl:value-of select="concat(': ', @observed)"/>
                  <xsl:if test="@suppressed"><xsl:value-of select="concat('. Does not count: ', @suppressed)"/></xsl:if>
                  <xsl:if test="@level != $first/@level"><xsl:value-of select="concat('. Level: ', @level)"/></xsl:if>
                  <xsl:if test="r:explanation != $first/r:explanation"><xsl:value-of select="concat('. Meaning: ', r:explanation)"/></xsl:if>
                </li>
              </xsl:for-each>
            </ul>
          </xsl:when>
          <xsl:otherwise>
            <p>
              <xsl:choose>
                <xsl:when test="@observed = ''"><xsl:value-of select="r:summary"/></xsl:when>
                <xsl:when test="@status = 'not-tested'"><xsl:value-of select="concat('Why not: ', @observed)"/></xsl:when>
                <xsl:otherwise><xsl:value-of select="concat('Observed: ', @observed)"/></xsl:otherwise>
              </xsl:choose>
            </p>
            <xsl:if test="@suppressed"><p><xsl:value-of select="concat('Does not count: ', @suppressed)"/></p></xsl:if>
            <p class="small"><xsl:call-template name="places"><xsl:with-param name="group" select="$group"/></xsl:call-template></p>
          </xsl:otherwise>
        </xsl:choose>
        <xsl:if test="r:explanation != '' and not(r:explanation = @title)">
          <p class="small"><xsl:value-of select="concat('Meaning: ', r:explanation)"/></p>
        </xsl:if>
        <xsl:if test="@status = 'fail' or @status = 'warning'">
          <xsl:if test="r:remedy"><p class="small"><xsl:value-of select="concat('What to do: ', r:remedy)"/></p></xsl:if>
        </xsl:if>
      </td>
    </tr>
  </xsl:template>

  <!-- "RFC 8996 section 4, edition 2021-03: source not confirmed" -->
  <xsl:template name="rule-source">
    <xsl:variable name="policy" select="/r:report/r:policy[@name = current()/@policy]"/>
    <xsl:call-template name="link">
      <xsl:with-param name="url" select="@url"/>
      <xsl:with-param name="text" select="r:reference"/>
    </xsl:call-template>
    <xsl:choose>
      <xsl:when test="@edition"><xsl:value-of select="concat(', ', @edition)"/></xsl:when>
      <xsl:when test="$policy/@edition"><xsl:value-of select="concat(', ', $policy/@edition)"/></xsl:when>
    </xsl:choose>
    <xsl:choose>
      <xsl:when test="@certainty = 'uncertain'"><span class="line doubt">? source not confirmed</span></xsl:when>
      <xsl:when test="@certainty = 'reported'"><span class="line">wording as reported</span></xsl:when>
      <xsl:when test="@certainty = 'confirmed'"><span class="line">source confirmed</span></xsl:when>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="places">
    <xsl:param name="group"/>
    <xsl:choose>
      <xsl:when test="$endpoints &gt; 1 and count($group) = $endpoints">
        <xsl:value-of select="concat('At all ', $endpoints, ' endpoints')"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:text>At </xsl:text>
        <xsl:for-each select="$group/parent::r:endpoint">
          <xsl:if test="position() &gt; 1">, </xsl:if>
          <xsl:call-template name="service"/><xsl:text> </xsl:text>
          <xsl:call-template name="host-port"/>
        </xsl:for-each>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- One endpoint -->

  <xsl:template match="r:endpoint">
    <article class="endpoint">
      <xsl:attribute name="id"><xsl:call-template name="endpoint-id"/></xsl:attribute>
      <h3>
        <xsl:call-template name="mark"><xsl:with-param name="verdict" select="@verdict"/></xsl:call-template>
        <xsl:text> </xsl:text>
        <xsl:call-template name="service"/><xsl:text> </xsl:text>
        <xsl:call-template name="host-port"/><xsl:text>, </xsl:text>
        <xsl:call-template name="mode"/>
      </h3>
      <xsl:for-each select="r:settings[@place]">
        <p class="small wrap">
          <xsl:value-of select="concat('From ', @place)"/>
          <xsl:if test="@line"><xsl:value-of select="concat(', line ', @line)"/></xsl:if>
          <xsl:if test="@said"><xsl:value-of select="concat(': &#x201c;', @said, '&#x201d;')"/></xsl:if>
        </p>
      </xsl:for-each>
      <xsl:call-template name="checks"/>
      <xsl:call-template name="certificates"/>
      <xsl:call-template name="timeline"/>
      <xsl:call-template name="heard"/>
      <xsl:call-template name="transcripts"/>
    </article>
  </xsl:template>

  <xsl:template name="checks">
    <xsl:if test="r:finding[not(@policy)]">
      <div class="scroll" tabindex="0" role="group" aria-label="Checks">
        <table class="stack checks">
          <caption>Checks</caption>
          <thead><tr>
            <th scope="col">Check</th><th scope="col">Verdict</th>
            <th scope="col">Expected</th><th scope="col">Observed</th>
            <th scope="col">Reference</th>
          </tr></thead>
          <tbody>
            <xsl:for-each select="r:finding[not(@policy)]">
              <tr>
                <th scope="row"><xsl:value-of select="@check"/></th>
                <td data-label="Verdict"><xsl:call-template name="mark"><xsl:with-param name="verdict" select="@status"/></xsl:call-template></td>
                <td data-label="Expected" class="wrap"><xsl:value-of select="@expected"/></td>
                <td data-label="Observed" class="wrap"><xsl:value-of select="@observed"/></td>
                <td data-label="Reference"><xsl:value-of select="r:reference"/></td>
              </tr>
            </xsl:for-each>
          </tbody>
        </table>
      </div>
    </xsl:if>
  </xsl:template>

  <!-- Remaining life, against the time of the run -->
  <xsl:template name="certificates">
    <xsl:variable name="tls" select="(r:probe[@purpose = 'best' and r:tls/r:certificate]
        | r:probe[r:tls/r:certificate])[1]/r:tls"/>
    <xsl:if test="$tls">
      <xsl:variable name="id"><xsl:call-template name="endpoint-id"/></xsl:variable>
      <h4>Certificates</h4>
      <ol class="certificates">
        <xsl:for-each select="$tls/r:certificate">
          <xsl:variable name="from" select="date:seconds(@not-before)"/>
          <xsl:variable name="to" select="date:seconds(@not-after)"/>
          <xsl:variable name="now" select="date:seconds($started)"/>
          <xsl:variable name="days" select="floor(($to - $now) div 86400)"/>
          <li>
            <p class="wrap"><b><xsl:value-of select="@subject"/></b></p>
            <xsl:if test="$to &gt; $from">
              <xsl:variable name="share">
                <xsl:choose>
                  <xsl:when test="$now &lt;= $from">0</xsl:when>
                  <xsl:when test="$now &gt;= $to">318</xsl:when>
                  <xsl:otherwise><xsl:value-of select="format-number(318 * ($now - $from) div ($to - $from), '0')"/></xsl:otherwise>
                </xsl:choose>
              </xsl:variable>
              <svg class="life" viewBox="0 0 320 14" role="img">
                <xsl:attribute name="aria-labelledby"><xsl:value-of select="concat($id, '-life-', position())"/></xsl:attribute>
                <title>
                  <xsl:attribute name="id"><xsl:value-of select="concat($id, '-life-', position())"/></xsl:attribute>
                  <xsl:text>Life of the certificate: </xsl:text>
                  <xsl:call-template name="days-left"><xsl:with-param name="days" select="$days"/><xsl:with-param name="early" select="$now &lt; $from"/></xsl:call-template>
                </title>
                <rect x="1" y="2" width="318" height="10" class="life-left"/>
                <rect x="1" y="2" width="{$share}" height="10" class="life-gone"/>
              </svg>
            </xsl:if>
            <p>
              <b>
                <xsl:choose>
                  <xsl:when test="$days &lt; 0 or $now &lt; $from">&#x2717; </xsl:when>
                  <xsl:when test="$days &lt; 14">! </xsl:when>
                </xsl:choose>
                <xsl:call-template name="days-left"><xsl:with-param name="days" select="$days"/><xsl:with-param name="early" select="$now &lt; $from"/></xsl:call-template>
              </b>
              <xsl:text>: </xsl:text>
              <xsl:value-of select="substring(@not-before, 1, 10)"/>
              <xsl:text> to </xsl:text>
              <xsl:value-of select="substring(@not-after, 1, 10)"/>
            </p>
            <dl>
              <div><dt>Issuer</dt><dd class="wrap"><xsl:value-of select="@issuer"/></dd></div>
              <xsl:if test="r:name"><div><dt>Names</dt><dd class="wrap">
                <xsl:for-each select="r:name"><xsl:if test="position() &gt; 1">, </xsl:if><xsl:value-of select="."/></xsl:for-each>
              </dd></div></xsl:if>
              <div><dt>Key</dt><dd><xsl:value-of select="concat(@key, ' ', @key-bits, ' bits, signed with ', @signature)"/></dd></div>
              <div><dt>SHA-256</dt><dd class="wrap mono"><xsl:value-of select="@sha256"/></dd></div>
            </dl>
          </li>
        </xsl:for-each>
      </ol>
      <p>
        <xsl:text>Chain: </xsl:text>
        <xsl:value-of select="$tls/r:trust/@result"/>
        <xsl:if test="$tls/r:trust/@detail"><xsl:value-of select="concat(' (', $tls/r:trust/@detail, ')')"/></xsl:if>
        <xsl:if test="$tls/r:ocsp"><xsl:value-of select="concat('; stapled OCSP answer: ', $tls/r:ocsp/@result)"/></xsl:if>
      </p>
    </xsl:if>
  </xsl:template>

  <xsl:template name="days-left">
    <xsl:param name="days"/>
    <xsl:param name="early"/>
    <xsl:choose>
      <xsl:when test="$early">not valid yet</xsl:when>
      <xsl:when test="$days &lt; 0">ran out <xsl:call-template name="days"><xsl:with-param name="days" select="-$days"/></xsl:call-template> before the run</xsl:when>
      <xsl:otherwise><xsl:call-template name="days"><xsl:with-param name="days" select="$days"/></xsl:call-template> left</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The stages of each connection, drawn to one scale. A stage is left at a
       time, and the mode decides their order: TLS comes before the greeting or
       behind it. -->
  <xsl:template name="timeline">
    <xsl:variable name="probes" select="r:probe"/>
    <xsl:if test="$probes">
      <xsl:variable name="longest">
        <xsl:for-each select="$probes">
          <xsl:sort select="@duration-ms" data-type="number" order="descending"/>
          <xsl:if test="position() = 1"><xsl:value-of select="@duration-ms"/></xsl:if>
        </xsl:for-each>
      </xsl:variable>
      <xsl:variable name="scale">
        <xsl:choose>
          <xsl:when test="$longest &gt; 0"><xsl:value-of select="318 div $longest"/></xsl:when>
          <xsl:otherwise>1</xsl:otherwise>
        </xsl:choose>
      </xsl:variable>
      <xsl:variable name="id"><xsl:call-template name="endpoint-id"/></xsl:variable>
      <h4>Connections, stage by stage</h4>
      <svg class="timeline" viewBox="0 0 320 {18 + 36 * count($probes)}" role="img"
          aria-labelledby="{$id}-time {$id}-words">
        <title id="{$id}-time">Time line of the connections</title>
        <desc id="{$id}-words">A bar for each connection, cut into its stages,
          to one scale. The table below says the same.</desc>
        <xsl:for-each select="$probes">
          <xsl:variable name="y" select="36 * (position() - 1)"/>
          <text x="1" y="{$y + 12}" class="label">
            <xsl:call-template name="probe-label"/>
            <xsl:value-of select="concat(': ', @outcome)"/>
            <xsl:if test="@outcome != 'completed'"><xsl:value-of select="concat(' at ', @stage)"/></xsl:if>
            <xsl:value-of select="concat(', ', @duration-ms, ' ms')"/>
          </text>
          <xsl:for-each select="r:stage">
            <xsl:sort select="@until-ms" data-type="number"/>
            <xsl:variable name="from">
              <xsl:call-template name="stage-start"/>
            </xsl:variable>
            <xsl:variable name="wide" select="(@until-ms - $from) * $scale"/>
            <xsl:if test="$wide &gt; 0 and not(preceding-sibling::r:stage/@until-ms = @until-ms)">
              <rect x="{format-number(1 + $from * $scale, '0.0')}" y="{$y + 17}" height="14"
                  width="{format-number($wide, '0.0')}" class="stage-{@name}"/>
              <xsl:if test="$wide &gt;= 9">
                <text x="{format-number(1 + $from * $scale + $wide div 2, '0.0')}" y="{$y + 28}" class="number"><xsl:call-template name="stage-number"/></text>
              </xsl:if>
            </xsl:if>
          </xsl:for-each>
          <xsl:if test="@outcome != 'completed'">
            <xsl:variable name="left">
              <xsl:call-template name="stage-last"/>
            </xsl:variable>
            <xsl:variable name="wide" select="(@duration-ms - $left) * $scale"/>
            <xsl:if test="$wide &gt; 0">
              <rect x="{format-number(1 + $left * $scale, '0.0')}" y="{$y + 17}" height="14"
                  width="{format-number($wide, '0.0')}" class="stopped"/>
            </xsl:if>
            <text y="{$y + 28}" class="number">
              <xsl:attribute name="x">
                <xsl:choose>
                  <xsl:when test="$wide &gt;= 12"><xsl:value-of select="format-number(1 + $left * $scale + $wide div 2, '0.0')"/></xsl:when>
                  <xsl:when test="(@duration-ms) * $scale &lt; 300"><xsl:value-of select="format-number(8 + @duration-ms * $scale, '0.0')"/></xsl:when>
                  <xsl:otherwise>312</xsl:otherwise>
                </xsl:choose>
              </xsl:attribute>
              <xsl:text>&#x2717;</xsl:text>
            </text>
          </xsl:if>
        </xsl:for-each>
        <text x="1" y="{14 + 36 * count($probes)}" class="label">0 ms</text>
        <text x="319" y="{14 + 36 * count($probes)}" text-anchor="end" class="label"><xsl:value-of select="concat($longest, ' ms')"/></text>
      </svg>
      <ul class="legend">
        <li><span class="swatch stage-resolve">1</span> resolve</li>
        <li><span class="swatch stage-connect">2</span> connect</li>
        <li><span class="swatch stage-greeting">3</span> greeting</li>
        <li><span class="swatch stage-capabilities">4</span> capabilities</li>
        <li><span class="swatch stage-starttls">5</span> STARTTLS</li>
        <li><span class="swatch stage-handshake">6</span> handshake</li>
        <li><span class="swatch stage-quit">7</span> farewell</li>
        <li><span class="swatch stopped">&#x2717;</span> stopped there</li>
      </ul>
      <details>
        <summary>The same as a table</summary>
        <div class="scroll" tabindex="0" role="group" aria-label="Connections as a table">
          <table class="stack">
            <caption class="hidden">Connections</caption>
            <thead><tr>
              <th scope="col">Connection</th><th scope="col">Address</th>
              <th scope="col">Outcome</th><th scope="col">Stages, until ms</th>
            </tr></thead>
            <tbody>
              <xsl:for-each select="$probes">
                <tr>
                  <th scope="row"><xsl:call-template name="probe-label"/></th>
                  <td class="wrap address" data-label="Address"><xsl:value-of select="@address"/></td>
                  <td data-label="Outcome">
                    <xsl:value-of select="@outcome"/>
                    <xsl:if test="@outcome != 'completed'"><xsl:value-of select="concat(' at ', @stage)"/></xsl:if>
                    <xsl:for-each select="r:tls/r:alert">
                      <xsl:value-of select="concat(', alert ', @code, ' (', @name, ') ', @direction)"/>
                    </xsl:for-each>
                    <xsl:if test="@reason"><span class="small"><xsl:value-of select="concat(' asked because ', @reason)"/></span></xsl:if>
                  </td>
                  <td data-label="Stages, until ms">
                    <xsl:for-each select="r:stage">
                      <xsl:sort select="@until-ms" data-type="number"/>
                      <xsl:if test="position() &gt; 1">, </xsl:if>
                      <xsl:value-of select="concat(@name, ' ', format-number(@until-ms, '0.0'))"/>
                    </xsl:for-each>
                  </td>
                </tr>
              </xsl:for-each>
            </tbody>
          </table>
        </div>
      </details>
    </xsl:if>
  </xsl:template>

  <!-- When the stage before this one was left; 0 if there was none. -->
  <xsl:template name="stage-start">
    <xsl:choose>
      <xsl:when test="../r:stage[@until-ms &lt; current()/@until-ms]">
        <xsl:for-each select="../r:stage[@until-ms &lt; current()/@until-ms]">
          <xsl:sort select="@until-ms" data-type="number" order="descending"/>
          <xsl:if test="position() = 1"><xsl:value-of select="@until-ms"/></xsl:if>
        </xsl:for-each>
      </xsl:when>
      <xsl:otherwise>0</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="stage-last">
    <xsl:if test="not(r:stage)">0</xsl:if>
    <xsl:for-each select="r:stage">
      <xsl:sort select="@until-ms" data-type="number" order="descending"/>
      <xsl:if test="position() = 1"><xsl:value-of select="@until-ms"/></xsl:if>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="stage-number">
    <xsl:choose>
      <xsl:when test="@name = 'resolve'">1</xsl:when>
      <xsl:when test="@name = 'connect'">2</xsl:when>
      <xsl:when test="@name = 'greeting'">3</xsl:when>
      <xsl:when test="@name = 'capabilities'">4</xsl:when>
      <xsl:when test="@name = 'starttls'">5</xsl:when>
      <xsl:when test="@name = 'handshake'">6</xsl:when>
      <xsl:when test="@name = 'quit'">7</xsl:when>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="probe-label">
    <xsl:choose>
      <xsl:when test="@purpose = 'best'">best connection</xsl:when>
      <xsl:when test="@purpose = 'tls-version'"><xsl:value-of select="concat('TLS ', @tls-offered, ' alone')"/></xsl:when>
      <xsl:otherwise>
        <xsl:choose>
          <xsl:when test="@purpose = 'follow-up'">asked further</xsl:when>
          <xsl:when test="@purpose = 'rule'">asked for a rule</xsl:when>
          <xsl:otherwise><xsl:value-of select="@purpose"/></xsl:otherwise>
        </xsl:choose>
        <xsl:if test="@offer"><xsl:value-of select="concat(', ', @offer)"/></xsl:if>
        <xsl:if test="@question"><xsl:value-of select="concat(', ', @question)"/></xsl:if>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="heard">
    <xsl:variable name="best" select="(r:probe[@purpose = 'best'][r:greeting] | r:probe[r:greeting])[1]"/>
    <xsl:if test="$best">
      <h4>What the server said</h4>
      <dl>
        <div><dt>Greeting</dt><dd class="wrap mono"><xsl:value-of select="$best/r:greeting"/></dd></div>
        <xsl:for-each select="$best/r:capabilities">
          <div>
            <dt>
              <xsl:choose>
                <xsl:when test="@when = 'tls'">Inside TLS</xsl:when>
                <xsl:otherwise>Before TLS</xsl:otherwise>
              </xsl:choose>
            </dt>
            <dd class="wrap mono">
              <xsl:for-each select="r:item"><xsl:if test="position() &gt; 1">, </xsl:if><xsl:value-of select="."/></xsl:for-each>
              <xsl:value-of select="r:refusal"/>
            </dd>
          </div>
        </xsl:for-each>
      </dl>
    </xsl:if>
  </xsl:template>

  <xsl:template name="transcripts">
    <xsl:if test="r:probe/r:transcript">
      <details>
        <summary>Transcripts</summary>
        <p class="small">C: what mailsonde said; S: what the server said, escaped;
          -: what happened to the connection</p>
        <xsl:for-each select="r:probe[r:transcript]">
          <h4><xsl:call-template name="probe-label"/></h4>
          <ol class="transcript">
            <xsl:for-each select="r:transcript/r:line">
              <li class="wrap mono"><xsl:value-of select="concat(@from, ': ', .)"/></li>
            </xsl:for-each>
          </ol>
        </xsl:for-each>
      </details>
    </xsl:if>
  </xsl:template>

  <!-- Where it all comes from -->

  <xsl:template name="provenance">
    <section id="provenance" aria-labelledby="provenance-title">
      <h2 id="provenance-title">Where this comes from</h2>
      <dl>
        <div><dt>Tool</dt><dd>
          <xsl:value-of select="concat('mailsonde ', @tool-version)"/>
          <xsl:if test="@tool-build"><xsl:value-of select="concat(' (', @tool-build, ')')"/></xsl:if>
        </dd></div>
        <xsl:for-each select="r:local">
          <div><dt>Clock</dt><dd>
            <xsl:call-template name="instant"><xsl:with-param name="time" select="@clock"/></xsl:call-template>
            <xsl:if test="@clock-source"><xsl:value-of select="concat(', ', @clock-source)"/></xsl:if>
          </dd></div>
          <xsl:if test="@resolvers"><div><dt>Name service</dt><dd><xsl:value-of select="@resolvers"/></dd></div></xsl:if>
        </xsl:for-each>
        <xsl:for-each select="r:source">
          <div><dt>Settings</dt><dd class="wrap">
            <xsl:value-of select="concat(@kind, ' ', @name)"/>
            <xsl:if test="@form and @form != 'profile'"><xsl:value-of select="concat(' (', @form, ')')"/></xsl:if>
            <xsl:if test="@digest"><xsl:value-of select="concat(', SHA-256 ', @digest)"/></xsl:if>
            <xsl:for-each select="r:origin">
              <br/>
              <xsl:value-of select="r:title"/>
              <xsl:if test="@url">
                <xsl:text>, </xsl:text>
                <xsl:call-template name="link"><xsl:with-param name="url" select="@url"/></xsl:call-template>
              </xsl:if>
              <xsl:if test="@looked-up"><xsl:value-of select="concat(', looked up ', @looked-up)"/></xsl:if>
              <xsl:if test="@certainty"><xsl:value-of select="concat(', ', @certainty)"/></xsl:if>
              <xsl:if test="r:note"><xsl:value-of select="concat(': ', r:note)"/></xsl:if>
            </xsl:for-each>
          </dd></div>
        </xsl:for-each>
      </dl>
    </section>
  </xsl:template>

  <xsl:template name="style">
    <xsl:text disable-output-escaping="yes">
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 62rem; color: #1a1a1a; background: #fff;
  font: 16px/1.45 system-ui, "DejaVu Sans", sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.5rem; margin: .2rem 0 .8rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 .6rem; border-bottom: 2px solid #ccc; padding-bottom: .2rem; }
h3 { font-size: 1.05rem; margin: 1.2rem 0 .4rem; overflow-wrap: anywhere; }
h4 { font-size: 1rem; margin: 1rem 0 .3rem; }
p { margin: .3rem 0; }
a { color: #0b4fa8; }
nav ul { list-style: none; padding: 0; margin: .8rem 0; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; background: #fff; padding: .5rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.small { font-size: .875em; font-weight: normal; color: #444; }
.line { display: block; }
.doubt { font-weight: 600; color: #7a4f00; }
.wrap { overflow-wrap: anywhere; }
.mono { font-family: "DejaVu Sans Mono", Consolas, monospace; font-size: .875rem; white-space: pre-wrap; }
.verdict { border: 3px solid; border-radius: 8px; padding: .7rem 1rem; font-size: 1.1rem; overflow-wrap: anywhere; }
.verdict strong { display: block; font-size: 1.3rem; }
.verdict.pass { border-color: #1b6e2e; background: #effaf1; }
.verdict.fail { border-color: #a4161a; background: #fff1f1; }
.verdict.not-tested { border-color: #8a5a00; background: #fff8e8; }
.mark { white-space: nowrap; font-weight: 600; }
.mark.pass { color: #1b6e2e; } .mark.fail { color: #a4161a; }
.mark.warning, .mark.not-tested { color: #7a4f00; } .mark.info { color: #0b4fa8; }
dl { margin: .3rem 0; }
dl > div { display: grid; grid-template-columns: 9rem 1fr; gap: .1rem .8rem; padding: .12rem 0; }
.remedies > div { grid-template-columns: 11rem 1fr; }
dt { font-weight: 600; } dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.cause, .finding, .endpoint, .policy { border: 1px solid #ccc; border-left: 6px solid #666; border-radius: 4px;
  padding: .1rem .9rem .6rem; margin: .8rem 0; }
.cause, .finding.fail { border-left-color: #a4161a; } .finding.warning { border-left-color: #b97a00; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; font-size: .9375rem; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { border: 1px solid #ccc; padding: .3rem .5rem; text-align: left; vertical-align: top; }
thead th { background: #f2f2f2; }
tbody th { font-weight: 600; }
td.version { white-space: nowrap; } td.address { min-width: 8em; }
.evidence p { margin: 0 0 .2rem; } .evidence ul { margin: 0; padding-left: 1.1rem; }
.rules { table-layout: fixed; }
.rules th:first-child { width: 12.5rem; overflow-wrap: anywhere; } .rules th:nth-child(2) { width: 9.5rem; }
svg { display: block; width: 100%; height: auto; max-width: 27rem; margin: .4rem 0; }
svg text { font: 11px system-ui, "DejaVu Sans", sans-serif; fill: #1a1a1a; }
svg .head, svg .cell-text, svg .number { text-anchor: middle; }
svg .head { font-weight: 600; } svg .label { font-size: 10.5px; } svg .number { font-size: 10px; }
.cell { stroke: #666; fill: #f2f2f2; }
.cell.pass, .cell.info { fill: #d9f2de; stroke: #1b6e2e; }
.cell.fail { fill: #ffd9d9; stroke: #a4161a; stroke-width: 2.5; }
.cell.warning { fill: #ffecc2; stroke: #8a5a00; stroke-width: 1.5; }
.cell.not-tested { fill: #fff; stroke: #8a5a00; stroke-dasharray: 4 3; }
.life-left { fill: #fff; stroke: #333; } .life-gone { fill: #999; }
.certificates { padding-left: 1.4rem; }
.stage-resolve { fill: #e2e2e2; background: #e2e2e2; } .stage-connect { fill: #c3d3ec; background: #c3d3ec; }
.stage-greeting { fill: #b8e2e6; background: #b8e2e6; } .stage-capabilities { fill: #cdeab6; background: #cdeab6; }
.stage-starttls { fill: #f7dda2; background: #f7dda2; } .stage-handshake { fill: #dac8f1; background: #dac8f1; }
.stage-quit, .stage-done { fill: #f4f4f4; background: #f4f4f4; }
.stopped { fill: #fff; background: #fff; stroke-dasharray: 3 2; }
.timeline rect { stroke: #555; stroke-width: .7; }
.legend { list-style: none; padding: 0; margin: .2rem 0 .6rem; display: flex; flex-wrap: wrap; gap: .2rem .9rem; font-size: .875rem; }
.swatch { display: inline-block; min-width: 1.4em; text-align: center; border: 1px solid #555; }
.transcript { list-style: none; padding: 0; margin: .3rem 0; }
.transcript li { border-bottom: 1px solid #eee; padding: .1rem 0; }
details { margin: .5rem 0; } summary { cursor: pointer; font-weight: 600; }
@media screen and (max-width: 40rem) {
  body { padding: .6rem; }
  dl > div, .remedies > div { grid-template-columns: 1fr; }
  dt { margin-top: .3rem; }
  .cause, .finding, .endpoint, .policy { padding: .1rem .6rem .5rem; }
  .stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stack, .stack tbody, .stack tr, .stack th, .stack td, .stack caption { display: block; width: auto !important; }
  .stack caption.hidden { display: none; }
  .stack tr { border: 1px solid #ccc; margin: .4rem 0; padding: .2rem .5rem; }
  .stack th, .stack td { border: 0; padding: .1rem 0; overflow-wrap: anywhere; }
  .stack td:empty { display: none; }
  .stack td[data-label]::before { content: attr(data-label) ": "; font-weight: 600; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  a { color: inherit; text-decoration: none; }
  nav, .skip { display: none; }
  h2 { margin-top: 1.2rem; }
  .cause, .finding, .certificates li, tr, svg, .legend, .verdict { break-inside: avoid; }
  svg.matrix, svg.timeline { break-inside: auto; }
  h2, h3, h4, caption, summary { break-after: avoid; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
  table { font-size: 8.5pt; }
  .mono { font-size: 8pt; }
  .rules th:first-child { width: 30%; } .rules th:nth-child(2) { width: 19%; }
  .checks { break-inside: avoid; } tbody tr:first-child { break-before: avoid; }
  details::details-content { content-visibility: visible; height: auto; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
@page { margin: 15mm; }
</xsl:text>
  </xsl:template>
</xsl:stylesheet>
