/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* In the order English, German, French, Spanish, Italian, Dutch, Portuguese,
 * Polish, Czech, Swedish, Danish, Norwegian, Finnish, Hungarian, Turkish,
 * Russian, Ukrainian, Greek, Japanese, Chinese, Korean, and then Romanian,
 * Slovak, Croatian, Bulgarian, Arabic, Hebrew, Vietnamese and Indonesian, as
 * far as they have a word of their own. All of it is in lower case. */

#include "settings/tongues.h"

#include "model/table.h"

#include <assert.h>
#include <string.h>

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static const char *const *const words[] = {
	[TONGUE_ENCRYPTION] = WORDS("ssl", "tls", "encrypt", "secur",
		"sicherheit", "verschl", "chiffr", "sécuri", "cifr", "segur",
		"cript", "crypt", "crittogr", "sicurezza", "versleutel",
		"beveilig", "szyfr", "bezpiecz", "šifr", "sifr", "zabezpeč",
		"krypter", "säkerhet", "sikkerhed", "sikkerhet", "salau",
		"suojau", "titkos", "biztons", "şifrele", "güvenlik", "шифр",
		"безопас", "захист", "безпек", "κρυπτογρ", "ασφάλ", "暗号",
		"セキュリティ", "加密", "安全", "암호", "보안", "cryptage",
		"safety", "protec", "protej", "szyfrow", "sigurno", "enkrip",
		"enskript", "шифър", "сигурност", "криптир", "защита", "تشفير",
		"أمان", "أمن", "אבטחה", "הצפנה", "bảo mật", "mã hóa", "mã hoá",
		"keamanan"),
	[TONGUE_SERVER] = WORDS("server", "host", "serveur", "servidor",
		"serwer", "servern", "palvelin", "kiszolgáló", "sunucu",
		"сервер", "διακομιστ", "サーバ", "ホスト", "服务器", "服務器",
		"伺服器", "主机", "主機", "서버", "poslužitelj", "сървър",
		"خادم", "الخادم", "שרת", "máy chủ"),
	[TONGUE_USER] = WORDS("user", "benutzer", "utilisateur", "usuario",
		"usuário", "utilizador", "gebruiker", "utente", "użytkown",
		"uživatel", "användar", "bruger", "brukernavn", "käyttäj",
		"felhasznál", "kullanıcı", "пользовател", "користувач",
		"χρήστη", "login", "anmeld", "smtpname", "identifiant",
		"ユーザー", "用户", "用戶", "사용자", "sign-in name",
		"utilizator", "používateľ", "korisni", "потребител",
		"اسم المستخدم", "المستخدم", "משתמש", "tên đăng nhập",
		"pengguna", "使用者", "아이디", "ユーザ"),
	[TONGUE_ACCOUNT] = WORDS("account name", "accountnaam", "kontoname",
		"帐户", "帐号", "账户", "帳號", "账号", "帳戶", "アカウント",
		"account id", "tài khoản"),
	[TONGUE_PREFIX] = WORDS("imap path prefix", "imap-pfad", "pfad-präfix",
		"imap-präfix", "préfixe imap", "préfixe du chemin",
		"préfixe de chemin", "prefijo de ruta", "prefijo imap",
		"prefisso percorso", "prefisso imap", "imap-padvoorvoegsel",
		"imap-prefix", "prefixo do caminho", "prefixo imap",
		"prefiks ścieżki", "předpona cesty", "imap-sökvägsprefix",
		"imap-stipræfiks", "imap-polun etuliite", "imap yol öneki",
		"префикс пути", "префікс шляху", "パスのプレフィックス",
		"路径前缀", "路徑前置碼", "경로 접두어"),
	[TONGUE_ADDRESS] = WORDS("e-mail", "email", "mail address", "correo",
		"courriel", "adresse", "address", "adres"),
	[TONGUE_SIGN_IN] = WORDS("auth", "anmeld", "identif", "sign", "login",
		"autent", "uwierzyt", "ověř", "inlogg", "todenn", "hitelesít",
		"kimlik", "аутентиф", "認証", "验证", "驗證", "인증"),
	[TONGUE_SECRET] = WORDS("password", "passwort", "kennwort",
		"passphrase", "mot de passe", "contrase", "clave", "wachtwoord",
		"senha", "palavra-passe", "parola d", "lösenord", "adgangskode",
		"passord", "salasana", "hasło", "heslo", "jelsz", "парол",
		"κωδικ", "密码", "密碼", "パスワード", "비밀번호", "passcode",
		"pass code", "pass phrase", "api key", "api-key", "zugangscode",
		"geslo", "slaptaž", "parool", "口令", "暗証番号",
		"şifre:", "şifreniz", "parola:", "pwd", "passwd", "parolă",
		"lozinka", "парола", "كلمة المرور", "كلمة السر", "סיסמה",
		"סיסמא", "mật khẩu", "kata sandi", "sandi:"),
	[TONGUE_OUTGOING] = WORDS("outgoing", "outbound", "sending", "ausgang",
		"ausgehend", "versand", "postausgang", "sortant", "envoi",
		"saliente", "salida", "uscita", "uitgaand", "saída", "saida",
		"envio", "wychodząc", "odchoz", "utgående", "udgående",
		"utgåend", "lähtev", "kimenő", "giden", "исходящ", "вихідн",
		"εξερχ", "送信", "发件", "發件", "发送", "發送", "寄件", "外发",
		"보내는", "발신", "invio", "inviare", "l'envoi", "envoyer",
		"enviar", "verzenden", "versenden", "wysyłan", "wysyłk",
		"odesílan", "odesílac", "skickar", "afsend", "sending mail",
		"ieșire", "iesire", "trimitere", "odchádzaj", "odosiel",
		"odlazn", "изходящ", "изпращ", "отправ", "صادر", "الصادر",
		"إرسال", "יוצא", "thư đi", "gửi", "keluar", "gönder"),
	[TONGUE_INCOMING] = WORDS("incoming", "ingoing", "inbound", "receiving",
		"eingang", "eingehend", "empfang", "entrant", "réception",
		"entrada", "entrante", "recepción", "arrivo", "inkomend",
		"przychodząc", "příchoz", "inkommande", "indgående",
		"innkommende", "saapuv", "bejövő", "gelen", "входящ", "вхідн",
		"εισερχ", "受信", "收件", "接收", "받는", "수신", "ricezione",
		"ricevere", "recevoir", "recibir", "receção", "ontvang",
		"abruf", "odbior", "odbieran", "přijím", "mottag", "modtag",
		"intrare", "primire", "prichádzaj", "dolazn", "входящ",
		"получаван", "وارد", "الوارد", "استقبال", "נכנס", "thư đến",
		"nhận", "masuk"),
	[TONGUE_NO_MAIL] = WORDS("activesync", "caldav", "carddav", "ldap",
		"webmail", "ftp", "web server", "exchange server", "database",
		"db_", "mysql", "postgres", "redis", "mongo", "proxy",
		"app_url", "nameserver", "dns server", "dns-server", "dns_",
		"ssh", "kalender", "calendar", "calendrier", "calendario",
		"kontakte", "contacts", "redis", "metrics", "http", "memcache",
		"rabbit", "amqp", "elastic", "kafka", "sentry", "grpc", "helo",
		"ehlo", "myhostname", "mydestination", "myorigin", "mynetworks",
		"mydomain", "local_interfaces", "other_hostnames",
		"rewritedomain", "from address", "from email", "from_address",
		"from-address", "reply-to", "reply_to"),
	[TONGUE_PORT] = WORDS("port", "ports", "portnumber", "portnummer",
		"portnr", "porte", "puerto", "puertos", "porta", "porte",
		"poort", "poorten", "poortnummer", "portas", "portu", "portti",
		"porty", "portok", "portar", "porttal", "bağlantı noktası",
		"порт", "порты", "порта", "порту", "θύρα", "ポート",
		"ポート番号", "番ポート", "端口", "端口号", "埠", "連接埠",
		"포트", "포트번호", "portul", "порт:", "منفذ", "المنفذ",
		"יציאה", "פורט", "cổng", "port-nr", "portnr.", "n° de port",
		"porta n"),
	[TONGUE_DEFAULT] = WORDS("default", "default port", "standard",
		"standardport", "standard-port", "par défaut",
		"port par défaut", "predeterminado", "por defecto",
		"predefinito", "predefinita", "standaard", "standaardpoort",
		"padrão", "predefinição", "domyślny", "domyślnie", "výchozí",
		"förval", "oletus", "alapértelmezett", "varsayılan",
		"по умолчанию", "типово", "προεπιλογή", "既定", "既定値",
		"默认", "預設", "기본값"),
	[TONGUE_TELEPHONE] = WORDS("tel", "tel/fax", "phone", "telephone",
		"telefon", "fax", "telefax", "hotline", "ext", "extension",
		"durchwahl", "téléphone", "tél", "teléfono", "tfno", "telefono",
		"telefoon", "telefone", "puhelin", "puh", "tlf", "tfn", "тел",
		"телефон", "τηλ", "τηλέφωνο", "電話", "电话", "전화", "هاتف",
		"טלפון"),
	[TONGUE_YES] = WORDS("yes", "on", "true", "enabled", "enable",
		"required", "checked", "ticked", "ja", "an", "ein", "aktiviert",
		"aktiv", "erforderlich", "eingeschaltet", "oui", "activé",
		"activée", "requis", "requise", "obligatoire", "sí", "si",
		"activado", "activada", "requerido", "obligatorio", "sì",
		"attivo", "attivato", "richiesto", "obbligatorio", "aan",
		"ingeschakeld", "vereist", "verplicht", "sim", "ativado",
		"ativada", "obrigatório", "tak", "włączone", "włączony",
		"wymagane", "ano", "zapnuto", "povoleno", "vyžadováno", "på",
		"aktiverad", "krävs", "til", "aktiveret", "kyllä", "päällä",
		"igen", "be", "evet", "açık", "etkin", "gerekli", "да", "вкл",
		"включено", "включить", "требуется", "так", "ναι", "はい",
		"有効", "オン", "必要", "是", "开", "開", "开启", "启用",
		"啟用", "예", "사용", "켜기", "1", "activat", "áno", "povolené",
		"да", "نعم", "مفعل", "כן", "có", "bật", "ya", "使用する",
		"使う", "する", "利用する"),
	[TONGUE_NO] = WORDS("no", "off", "false", "disabled", "disable",
		"deactivated", "inactive", "unused", "inaktiv", "inactif",
		"inactivo", "inattivo", "inactief", "inativo", "unchecked",
		"unticked", "never", "nein", "aus", "deaktiviert",
		"ausgeschaltet", "non", "désactivé", "désactivée",
		"desactivado", "desactivada", "disattivo", "disattivato",
		"disattivata", "disabilitato", "disabilitata", "nee", "uit",
		"uitgeschakeld", "não", "nao", "desativado", "desativada",
		"desligado", "nie", "wyłączone", "wyłączony", "ne", "vypnuto",
		"zakázáno", "nej", "av", "avstängd", "inaktiverad", "fra",
		"nei", "ei", "pois", "nem", "ki", "hayır", "kapalı",
		"devre dışı", "нет", "выкл", "выключено", "отключено", "ні",
		"вимкнено", "όχι", "いいえ", "無効", "オフ", "否", "关", "關",
		"关闭", "關閉", "禁用", "停用", "아니오", "사용 안 함", "끄기",
		"0", "nu", "dezactivat", "vypnuté", "не", "لا", "معطل", "לא",
		"không", "tắt", "tidak", "使用しない", "使わない", "しない",
		"利用しない", "不使用"),
	[TONGUE_NONE] = WORDS("none", "nothing", "null", "nil", "not used",
		"not in use", "not set", "not enabled", "turned off",
		"switched off", "nicht verwendet", "nicht aktiv",
		"nicht aktiviert", "non utilisé", "non activé", "no usado",
		"no utilizado", "non utilizzato", "non attivo", "niet gebruikt",
		"não usado", "não utilizado", "nie używane", "nepoužito",
		"används inte", "anvendes ikke", "brukes ikke", "kullanılmıyor",
		"не используется", "keine", "kein", "keiner", "ohne", "aucun",
		"aucune", "ninguno", "ninguna", "nessuno", "nessuna", "geen",
		"nenhum", "nenhuma", "brak", "žádné", "žádná", "žádný", "ingen",
		"inget", "intet", "ei mitään", "ei käytössä", "nincs", "yok",
		"hiçbiri", "нет", "немає", "καμία", "なし", "無し", "无", "無",
		"不使用", "없음", "καμια", "κανένα", "niciuna", "niciunul",
		"fără", "žiadne", "žiadna", "nijedan", "няма", "без", "بدون",
		"отсутствует", "відсутнє", "لا شيء", "بلا", "لا يوجد", "ללא",
		"אין", "không có", "không mã hóa", "tidak ada", "使用しない",
		"指定なし"),
	[TONGUE_WITHOUT] = WORDS("without", "no", "not", "non", "never", "ohne",
		"kein", "keine", "keinerlei", "nicht", "sans", "pas", "aucun",
		"aucune", "sin", "senza", "nessun", "nessuna", "zonder", "geen",
		"niet", "sem", "não", "nao", "nenhuma", "bez", "nie", "žádné",
		"žádná", "ne", "utan", "ingen", "inte", "uden", "ikke", "uten",
		"ei", "ilman", "nem", "nincs", "без", "не", "χωρίς", "fără",
		"žiadne", "няма", "بدون", "ללא", "không", "tanpa"),
	[TONGUE_OR] = WORDS("or", "and", "oder", "und", "ou", "et", "o", "y",
		"e", "of", "en", "lub", "i", "nebo", "a", "eller", "och", "og",
		"tai", "ja", "vagy", "és", "veya", "ve", "или", "и", "або", "ή",
		"または", "及び", "或", "和", "또는", "&", "+", "alternatively",
		"alternativ"),
	[TONGUE_EITHER] = WORDS("or", "oder", "ou", "o", "of", "lub", "nebo",
		"eller", "tai", "vagy", "veya", "или", "або", "ή", "または",
		"或", "或者", "또는", "sau", "alebo", "ili", "или", "أو", "או",
		"/", "alternatively", "alternativ"),
	[TONGUE_SAME] = WORDS("same settings", "same user", "same login",
		"same credentials", "same password", "same account", "same as",
		"the same", "smtp use auth", "use_pop_auth", "usepopauth",
		"wie bei", "wie oben", "gleiche", "dieselbe", "denselben",
		"identisch", "identique", "mêmes", "le même", "mismo", "misma",
		"idéntic", "stess", "medesim", "dezelfde", "hetzelfde", "mesmo",
		"mesma", "tych samych", "ten sam", "te same", "takie same",
		"stejn", "shodn", "samma", "samme", "sama kuin", "samat",
		"samaa", "ugyanaz", "ugyanez", "aynı", "те же", "тот же",
		"такие же", "такой же", "той же", "ті ж", "той самий", "такі ж",
		"ίδι", "同じ", "同上", "相同", "一樣", "一样", "동일", "같은",
		"același", "aceleași", "aceeași", "rovnak", "نفس", "זהה",
		"אותו"),
	[TONGUE_BOTH] = WORDS("both", "each", "jeweils", "beide", "beiden",
		"beides", "les deux", "chaque", "chacun", "dans les deux cas",
		"ambos", "ambas", "los dos", "las dos", "entrambi", "entrambe",
		"tutti e due", "allebei", "oba", "obu", "obydwa", "obou", "obě",
		"båda", "begge", "molemm", "mindkettő", "mindkét", "her ikisi",
		"her iki", "обоих", "оба", "обидва", "обох", "και τα δύο",
		"どちらも", "いずれも", "両方とも", "両方", "ともに", "均为",
		"均使用", "均選", "都使用", "都选择", "都選", "都是", "皆為",
		"皆为", "둘 다", "모두", "ambele", "amândouă", "كلاهما",
		"שניהם", "שתיהן"),
	[TONGUE_AGAINST] = WORDS("do not use", "don't use", "dont use",
		"do not choose", "don't choose", "do not select", "never use",
		"must not be used", "never be used", "should not be used",
		"should not use", "avoid", "not recommended", "discouraged",
		"deprecated", "obsolete", "no longer", "not supported",
		"unsupported", "is blocked", "are blocked", "is closed",
		"will not work", "won't work", "does not work", "doesn't work",
		"nicht empfohlen", "nicht mehr", "nicht verwenden",
		"nicht benutzen", "nicht nutzen", "nicht unterstützt",
		"nicht port", "nicht den port", "verwenden sie nicht",
		"verwenden sie kein", "verwende nicht", "benutzen sie nicht",
		"nutzen sie nicht", "vermeiden", "veraltet", "abgeraten",
		"gesperrt", "funktioniert nicht", "n'utilisez pas",
		"n’utilisez pas", "ne pas utiliser", "n'utilise pas",
		"ne plus utiliser", "déconseillé", "évitez", "éviter",
		"obsolète", "n'est plus", "non recommandé", "pas recommandé",
		"ne fonctionne pas", "no uses", "no utilice", "no utilices",
		"no utilizar", "no usar", "no se recomienda", "no recomendado",
		"no es recomendable", "desaconsej", "evite", "evitar",
		"obsoleto", "ya no ", "no funciona", "non usare", "non usate",
		"non utilizzare", "non utilizzate", "sconsigliat", "evitare",
		"evitate", "non consigliat", "non raccomandat", "non è più",
		"non funziona", "gebruik geen", "gebruik niet",
		"niet gebruiken", "gebruik poort 25 niet", "afgeraden",
		"niet aanbevolen", "verouderd", "vermijd", "niet meer",
		"werkt niet", "não use", "não utilize", "não usar",
		"não utilizar", "não recomendado", "não é recomendado",
		"não é mais", "obsoleta", "não funciona", "nie używaj",
		"nie należy używać", "niezalecan", "nie zaleca", "unikaj",
		"przestarzał", "nepoužívejte", "nepoužívat", "nedoporuč",
		"zastaral", "använd inte", "använd aldrig",
		"rekommenderas inte", "rekommenderas ej", "undvik", "föråldra",
		"brug ikke", "bruk ikke", "ikke brug", "ikke bruk", "frarådes",
		"anbefales ikke", "undgå", "unngå", "älä käytä",
		"ei suositella", "vanhentunut", "ne használ", "nem ajánlott",
		"elavult", "kullanmayın", "önerilmez", "önerilmiyor",
		"не используйте", "не использовать", "не рекомендуется",
		"не следует", "устарел", "избегайте", "не підтримується",
		"не використовуйте", "не рекомендовано", "μην χρησιμοποι",
		"δεν συνιστάται", "使用しない", "使わない", "使用しないで",
		"非推奨", "推奨しません", "推奨されません",
		"推奨されていません", "不要使用", "请勿使用", "請勿使用",
		"不推荐", "不推薦", "不建议", "不建議", "已弃用", "已棄用",
		"사용하지 마", "권장하지 않", "권장되지 않", "use no port",
		"neither use", "cannot be used", "can't be used",
		"can not be used", "is not used", "not be used",
		"isn't available", "not available any", "has been disabled",
		"is disabled on", "switched off on", "turned off on",
		"switched off since", "turned off since", "disabled since",
		"closed since", "deaktiviert seit", "désactivé depuis",
		"desactivado desde", "disattivato da", "uitgeschakeld sinds",
		"desativado desde", "wyłączony od", "отключен с",
		"on the old phone", "on my old phone", "on the old computer",
		"on my old computer", "on the old laptop", "on my old laptop",
		"auf dem alten handy", "auf dem alten telefon",
		"auf dem alten rechner", "sur l'ancien téléphone",
		"sur mon ancien téléphone", "en el teléfono antiguo",
		"sul vecchio telefono", "op de oude telefoon",
		"no telefone antigo", "на старом телефоне", "not offered",
		"nicht angeboten", "pas proposé", "no se ofrece",
		"niet aangeboden", "não é oferecid", "nie jest oferowan",
		"shut down", "nicht genutzt werden",
		"genutzt werden kann nicht", "nicht benutzt",
		"nicht verwendet werden", "abgeschaltet", "deaktiviert am",
		"abgekündigt", "n'est pas utilisable", "ne doit pas",
		"ne peut plus", "ne peut pas être utilis", "est bloqué",
		"está bloqueado", "bloqueado por", "no debe",
		"no se puede usar", "non può essere", "non deve", "è bloccata",
		"mag niet", "kan niet worden", "is geblokkeerd", "não deve",
		"não pode ser", "está bloqueada", "jest zablokowan",
		"nie można", "nie działa", "je blokován", "nelze", "nefunguje",
		"får inte", "är blockerad", "må ikke", "er blokeret",
		"er blokkert", "ei voi käyttää", "estetty", "tilos",
		"nem használható", "kullanılamaz", "kullanılmamalı", "engell",
		"заблокирован", "больше не", "не работает", "нельзя",
		"заблоковано", "не працює", "αποκλεισμέν", "使用できません",
		"ブロックされ", "已停用", "被封", "차단"),
	[TONGUE_RATHER_THAN] = WORDS("instead of", "rather than", "in place of",
		"and not", "and no longer", "not port", "not on", ", not",
		"(not", "statt", "anstatt", "anstelle von", "und nicht",
		"und nicht mehr", "au lieu de", "au lieu du", "plutôt que",
		"et non", "et non plus", "et plus ", "en lugar de", "en vez de",
		"y no", "y ya no", "invece di", "invece della", "al posto di",
		"e non", "e non più", "in plaats van", "en niet",
		"en niet meer", "em vez de", "ao invés de", "e não", "zamiast",
		"a nie", "místo", "a ne", "i stället för", "istället för",
		"i stedet for", "вместо", "а не", "замість", "αντί", "而不是",
		"而非"),
	[TONGUE_RATHER_THAN_BEFORE] = WORDS("sijaan", "helyett", "yerine",
		"ではなく", "の代わりに", "대신"),
	[TONGUE_USE] = WORDS("use", "using", "choose", "select", "but",
		"please use", "instead use", "verwenden", "verwende", "nutzen",
		"nutze", "benutzen", "wählen", "sondern", "stattdessen",
		"utilisez", "utiliser", "choisissez", "mais", "utilice",
		"utilizar", "usa", "usar", "elija", "sino", "pero", "usate",
		"utilizzare", "utilizzate", "scegliere", "ma", "bensì",
		"gebruik", "kies", "maar", "utilize", "escolha", "mas",
		"używaj", "wybierz", "lecz", "ale", "używać", "použijte",
		"používejte", "zvolte", "använd", "välj", "utan", "brug",
		"vælg", "men", "bruk", "käytä", "valitse", "vaan", "használja",
		"hanem", "kullanın", "используйте", "выберите", "но",
		"використовуйте", "χρησιμοποι", "を使用してください", "请使用",
		"請使用", "而是"),
	[TONGUE_IF] = WORDS(" if ", " unless ", " when ", " in case ",
		" falls ", " wenn ", " si ", " se ", " als ", " indien ",
		" jeśli ", " pokud ", " jestliže ", " om ", " hvis ", " jos ",
		" ha ", " eğer ", " если ", " якщо ", " εάν ", " αν "),
	[TONGUE_BECAUSE] = WORDS(" because ", " since ", " as it ", " weil ",
		" denn ", " da ", " car ", " parce que ", " porque ",
		" ya que ", " perché ", " omdat ", " want ", " ponieważ ",
		" protože ", " eftersom ", " fordi ", " koska ", " mert ",
		" так как ", " потому что ", " бо "),
	[TONGUE_IF_OFFERED] = WORDS("if available", "if supported",
		"if possible", "if offered", "when available",
		"where available", "when possible", "optional",
		"falls verfügbar", "wenn verfügbar", "wenn möglich",
		"falls möglich", "si disponible", "si possible",
		"si está disponible", "si es posible", "se disponibile",
		"se possibile", "indien beschikbaar", "indien mogelijk",
		"se disponível", "se possível", "jeśli dostępn",
		"jeśli możliwe", "pokud je k dispozici", "om tillgänglig",
		"om möjligt", "hvis tilgængelig", "hvis tilgjengelig",
		"jos käytettävissä", "ha elérhető", "varsa", "mümkünse",
		"если доступ", "если возможно", "якщо доступн",
		"εάν είναι διαθέσιμ", "可能な場合", "利用可能な場合",
		"如果可用", "가능한 경우"),
	[TONGUE_DENIAL] = WORDS("not available", "nicht verf", "non disponible",
		"no disponible", "niet beschikbaar", "non disponibile",
		"não disponível", "niedostępn", "není k dispozici", "недоступ",
		"利用できません", "不可用"),
	[TONGUE_CLEARTEXT] = WORDS("unencrypted", "non-encrypted",
		"nonencrypted", "not encrypted", "no encryption",
		"without encryption", "unsecured", "insecure", "not secure",
		"non-secure", "non-ssl", "non ssl", "non-tls", "cleartext",
		"clear text", "clear-text", "plaintext", "plain text",
		"plain-text", "unverschlüsselt", "unverschluesselt",
		"nicht verschlüsselt", "ohne verschlüsselung",
		"keine verschlüsselung", "ungesichert", "unsicher", "klartext",
		"non chiffré", "non crypté", "sans chiffrement",
		"sans cryptage", "pas de chiffrement", "aucun chiffrement",
		"non sécuris", "en clair", "sin cifrar", "sin cifrado",
		"no cifrad", "sin encript", "no encriptad", "ningún cifrado",
		"texto plano", "texto sin formato", "sin seguridad",
		"no seguro", "non cifrat", "non crittografat", "non criptat",
		"senza crittografia", "senza cifratura", "nessuna crittografia",
		"in chiaro", "non protett", "non sicur", "onversleuteld",
		"niet versleuteld", "zonder versleuteling",
		"geen versleuteling", "geen encryptie", "zonder encryptie",
		"onbeveiligd", "niet beveiligd", "sem criptografia",
		"sem encripta", "não criptografad", "não encriptad",
		"não cifrad", "sem cifra", "texto simples", "não segur",
		"sem segurança", "nieszyfrowan", "niezaszyfrowan",
		"bez szyfrowania", "niezabezpieczon", "brak szyfrowania",
		"otwartym tekstem", "nešifrovan", "nezašifrovan",
		"bez šifrování", "nezabezpečen", "žádné šifrování",
		"okrypterad", "inte krypterad", "utan kryptering",
		"ingen kryptering", "klartext", "osäker", "ukrypteret",
		"ikke krypteret", "uden kryptering", "ukryptert",
		"ikke kryptert", "uten kryptering", "usikret", "klartekst",
		"salaamaton", "ei salattu", "ei salausta", "ilman salausta",
		"suojaamaton", "titkosítatlan", "titkosítás nélkül",
		"nem titkosított", "nincs titkosítás", "şifresiz",
		"şifrelenmemiş", "şifreleme yok", "şifreleme olmadan",
		"güvenli olmayan", "незашифров", "нешифров", "не шифр",
		"без шифрования", "без шифрування", "не зашифров",
		"открытый текст", "открытым текстом", "незащищ", "без защиты",
		"без ssl", "без tls", "χωρίς κρυπτογράφηση",
		"μη κρυπτογραφημέν", "暗号化なし", "暗号化しない",
		"暗号化されていない", "非暗号化", "暗号化無し", "平文",
		"不加密", "未加密", "无加密", "無加密", "没有加密", "沒有加密",
		"非加密", "明文", "암호화 안 함", "암호화 안함", "암호화 없음",
		"암호화되지 않", "非ssl", "非 ssl", "非tls", "非 tls",
		"no security", "without security", "no ssl/tls",
		"no ssl or tls", "ohne ssl", "ohne tls", "kein ssl", "kein tls",
		"keine sicherheit", "ohne sicherheit", "sans ssl", "sans tls",
		"pas de ssl", "sans sécurité", "aucune sécurité", "sin ssl",
		"sin tls", "ninguna seguridad", "senza ssl", "senza tls",
		"nessuna sicurezza", "zonder ssl", "zonder tls", "geen ssl",
		"geen beveiliging", "zonder beveiliging", "sem ssl", "sem tls",
		"nenhuma segurança", "bez ssl", "bez tls", "brak zabezpieczeń",
		"bez zabezpieczeń", "bez zabezpečení", "utan ssl",
		"ingen säkerhet", "utan säkerhet", "uden ssl",
		"ingen sikkerhed", "uten ssl", "ingen sikkerhet",
		"uten sikkerhet", "ei suojausta", "ilman ssl", "ssl nélkül",
		"nincs biztonság", "ssl yok", "güvenlik yok",
		"без безопасности", "χωρίς ασφάλεια", "χωρίς ssl",
		"fără criptare", "fără ssl", "necriptat", "bez šifrovania",
		"nešifrované", "bez enkripcije", "bez šifriranja",
		"без криптиране", "некриптиран", "بدون تشفير", "غير مشفر",
		"ללא הצפנה", "לא מוצפן", "không mã hóa", "tanpa enkripsi",
		"sslなし", "ssl無し", "ssl なし", "ssl 無し", "tls なし",
		"ssl 없음", "不使用ssl", "不使用 ssl", "无ssl"),
};
static_assert(COUNT_OF(words) == TONGUE_COUNT, "words for each");

/* U+00C0 to U+00DE, Latin Extended-A, Greek and Cyrillic: what is two octets
 * in UTF-8 in either case. */
static unsigned fold_character(unsigned character)
{
	if ((character >= 0xc0 && character <= 0xde && character != 0xd7) ||
		(character >= 0x391 && character <= 0x3a9) ||
		(character >= 0x410 && character <= 0x42f))
		return character + 0x20;
	if (character >= 0x400 && character <= 0x40f)
		return character + 0x50;
	/* Their pairs begin with an even number here, and an odd one there. */
	if ((character >= 0x100 && character <= 0x137 && character != 0x130) ||
		(character >= 0x14a && character <= 0x177))
		return character | 1;
	if ((character >= 0x139 && character <= 0x148) ||
		(character >= 0x179 && character <= 0x17e))
		return character + (character & 1);
	return character;
}

char *tongues_fold(struct arena *arena, const char *text)
{
	char *folded = arena_strdup(arena, text);

	for (unsigned char *at = (unsigned char *)folded; *at; at++) {
		unsigned character;

		if (*at >= 'A' && *at <= 'Z')
			*at += 'a' - 'A';
		if ((*at & 0xe0) != 0xc0 || (at[1] & 0xc0) != 0x80)
			continue;
		character = fold_character((*at & 0x1fu) << 6 | (at[1] & 0x3f));
		*at++ = (unsigned char)(0xc0 | character >> 6);
		*at = (unsigned char)(0x80 | (character & 0x3f));
	}
	return folded;
}

bool tongues_is(enum tongue tongue, const char *text)
{
	for (const char *const *word = words[tongue]; *word; word++)
		if (**word == *text && strcmp(*word, text) == 0)
			return true;
	return false;
}

const char *tongues_find(enum tongue tongue, const char *text)
{
	const char *first = NULL;

	for (const char *const *word = words[tongue]; *word; word++) {
		const char *at = strstr(text, *word);

		if (at && (!first || at < first))
			first = at;
	}
	return first;
}

size_t tongues_begins(enum tongue tongue, const char *text)
{
	size_t longest = 0;

	for (const char *const *word = words[tongue]; *word; word++) {
		size_t length;

		if (**word != *text)
			continue;
		length = strlen(*word);
		if (length > longest && strncmp(text, *word, length) == 0)
			longest = length;
	}
	return longest;
}

bool tongues_is_cleartext(const char *text)
{
	return tongues_is(TONGUE_NONE, text) || tongues_is(TONGUE_NO, text) ||
	       tongues_find(TONGUE_CLEARTEXT, text);
}
