/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "oauth/oauth.h"

#include "model/table.h"
#include "model/text/ascii.h"
#include "model/text/digest.h"
#include "net/io.h"

#include <errno.h>
#include <netinet/in.h>
#include <nettle/base64.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#define SECOND_US INT64_C(1000000)
#define SECRET_OCTETS 32
#define CODE_OCTETS ((size_t)8 * 1024)
#define REQUEST_OCTETS ((size_t)16 * 1024)
#define FORM_OCTETS ((size_t)64 * 1024)
#define REQUEST_US (5 * SECOND_US) /* for one request */
#define FOREIGN 20                 /* requests of somebody else */
#define PAUSE_US (SECOND_US / 20)  /* before each of the next ones */

/* In base64url without padding: 43 characters, as RFC 7636 section 4.1 has it.
 */
static size_t encode(const unsigned char *data, char *ret_text)
{
	struct base64_encode_ctx context;
	size_t length;

	base64url_encode_init(&context);
	length = base64_encode_update(&context, ret_text, SECRET_OCTETS, data);
	length += base64_encode_final(&context, ret_text + length);
	while (length && ret_text[length - 1] == '=')
		length--;
	ret_text[length] = '\0';
	return length;
}

static bool make_secrets(struct browser *browser)
{
	unsigned char random[2 * SECRET_OCTETS];
	char text[48];
	bool made =
		getrandom(random, sizeof(random), 0) == (ssize_t)sizeof(random);

	encode(random, browser->state);
	made = made && locked_add(browser->verifier, text,
			       encode(random + SECRET_OCTETS, text));
	explicit_bzero(random, sizeof(random));
	explicit_bzero(text, sizeof(text));
	return made;
}

/* RFC 8252 section 8.3: on the loopback interface alone, any port of it. */
static unsigned open_listener(struct browser *browser)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t length = sizeof(address);

	browser->listener =
		socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (browser->listener < 0 ||
		bind(browser->listener, (struct sockaddr *)&address,
			sizeof(address)) != 0 ||
		listen(browser->listener, 8) != 0 ||
		getsockname(browser->listener, (struct sockaddr *)&address,
			&length) != 0)
		return 0;
	return ntohs(address.sin_port);
}

/* RFC 7636 section 4.3 */
static const char *make_url(
	const struct oauth *oauth, const struct browser *browser)
{
	const char *endpoint = oauth->provider->authorization_endpoint;
	struct locked *query = locked_new(CODE_OCTETS);
	unsigned char digest[DIGEST_OCTETS];
	const char *url = NULL;
	char challenge[48];

	digest_octets(locked_octets(browser->verifier), digest);
	encode(digest, challenge);
	if (locked_add_field(query, "response_type", "code") &&
		locked_add_field(query, "client_id", oauth->client) &&
		locked_add_field(query, "redirect_uri", browser->redirect) &&
		locked_add_field(query, "scope", oauth->scope) &&
		locked_add_field(query, "state", browser->state) &&
		locked_add_field(query, "code_challenge", challenge) &&
		locked_add_field(query, "code_challenge_method", "S256"))
		url = arena_printf(oauth->arena, "%s%c%s%s", endpoint,
			strchr(endpoint, '?') ? '&' : '?', query->text,
			oauth->provider->parameters);
	locked_free(query);
	return url;
}

enum oauth_result browser_begin(
	struct oauth *oauth, struct browser *ret_browser)
{
	unsigned port;

	*ret_browser =
		(struct browser){.verifier = locked_new(64), .listener = -1};
	port = open_listener(ret_browser);
	if (!port) {
		oauth->why = arena_printf(oauth->arena,
			"no port of this computer can be opened for the "
			"browser: %s",
			strerror(errno));
		return OAUTH_FAILED;
	}
	oauth->why = "no random numbers can be had";
	if (!make_secrets(ret_browser))
		return OAUTH_FAILED;
	ret_browser->redirect = arena_printf(oauth->arena, "http://%s:%u/",
		oauth->provider->redirect_host, port);
	ret_browser->url = make_url(oauth, ret_browser);
	oauth->why = "the address for the browser would be too long";
	return ret_browser->url ? OAUTH_GRANTED : OAUTH_FAILED;
}

/* Decodes what is percent-encoded, up to an "&" or the end. */
static bool decode(struct octets text, struct locked *ret_value)
{
	for (size_t i = 0; i < text.length; i++) {
		static const char digits[] = "0123456789abcdef";
		unsigned char octet = text.data[i];
		const char *high, *low;

		if (octet == '+')
			octet = ' ';
		if (octet == '%') {
			if (i + 2 >= text.length || !text.data[i + 1] ||
				!text.data[i + 2])
				return false;
			high = strchr(digits, ascii_to_lower(text.data[i + 1]));
			low = strchr(digits, ascii_to_lower(text.data[i + 2]));
			if (!high || !low)
				return false;
			octet = (unsigned char)((high - digits) << 4 |
						(low - digits));
			i += 2;
		}
		if (!octet || !locked_add(ret_value, &octet, 1))
			return false;
	}
	return true;
}

/* Finds a field of a query, decoded into `ret_value`. */
static bool find_field(
	struct octets query, const char *name, struct locked *ret_value)
{
	size_t length = strlen(name);

	locked_clear(ret_value);
	while (query.length) {
		const unsigned char *end =
			memchr(query.data, '&', query.length);
		size_t field = end ? (size_t)(end - query.data) : query.length;

		if (field > length && query.data[length] == '=' &&
			memcmp(query.data, name, length) == 0)
			return decode((struct octets){query.data + length + 1,
					      field - length - 1},
				ret_value);
		field += end != NULL;
		query = (struct octets){
			query.data + field, query.length - field};
	}
	return false;
}

/* request-line = "GET" SP "/" [ "?" query ] SP "HTTP/1.1" */
static bool find_query(struct octets request, struct octets *ret_query)
{
	static const char head[] = "GET /?";
	const unsigned char *end;

	if (request.length < sizeof(head) - 1 ||
		memcmp(request.data, head, sizeof(head) - 1) != 0)
		return false;
	request.data += sizeof(head) - 1;
	request.length -= sizeof(head) - 1;
	end = memchr(request.data, ' ', request.length);
	if (!end)
		return false;
	*ret_query =
		(struct octets){request.data, (size_t)(end - request.data)};
	return true;
}

enum browser_answer browser_read_request(struct arena *arena,
	struct octets request, const struct provider *provider,
	const char *state, struct locked *ret_code,
	struct grant_refusal *ret_refusal)
{
	struct octets query;

	if (!find_query(request, &query))
		return BROWSER_OTHER;
	if (!find_field(query, "state", ret_code) ||
		strcmp(ret_code->text, state) != 0)
		return BROWSER_FOREIGN;
	if (!provider_sent(provider,
		    find_field(query, "iss", ret_code) ? ret_code->text : NULL))
		return BROWSER_MIXED;
	if (find_field(query, "error", ret_code)) {
		const char *code = arena_strdup(arena, ret_code->text);

		*ret_refusal = (struct grant_refusal){code, ""};
		if (find_field(query, "error_description", ret_code))
			ret_refusal->description =
				arena_strdup(arena, ret_code->text);
		return BROWSER_REFUSED;
	}
	return find_field(query, "code", ret_code) && ret_code->length
		       ? BROWSER_CODE
		       : BROWSER_OTHER;
}

static bool has_line(const struct locked *request)
{
	return strstr(request->text, "\r\n\r\n") ||
	       strstr(request->text, "\n\n");
}

/* Up to the end of the header. */
static bool read_request(
	int fd, const struct deadline *deadline, struct locked *request)
{
	while (!has_line(request) && io_wait(fd, POLLIN, deadline) == ST_OK) {
		char piece[1024];
		ssize_t n = read(fd, piece, sizeof(piece));
		bool fits = n > 0 && !memchr(piece, '\0', (size_t)n) &&
			    locked_add(request, piece, (size_t)n);

		explicit_bzero(piece, sizeof(piece));
		if (!fits && !(n < 0 && errno == EAGAIN))
			return false;
	}
	return has_line(request);
}

/* Nothing of what was asked for is in it, and nothing of the code stays in the
 * browser's address. */
static void respond(int fd, enum browser_answer answer)
{
	static const char *const words[] = {
		[BROWSER_CODE] = "200 OK\r\n\r\nSigned in. You may close this "
				 "window.\n",
		[BROWSER_REFUSED] = "200 OK\r\n\r\nNot signed in. You may "
				    "close this window.\n",
		[BROWSER_FOREIGN] = "400 Bad Request\r\n\r\nThis is not the "
				    "sign-in that mailsonde waits for.\n",
		[BROWSER_MIXED] = "400 Bad Request\r\n\r\nThis answer does not "
				  "name the provider that was asked.\n",
		[BROWSER_OTHER] = "404 Not Found\r\n\r\nThere is nothing "
				  "here.\n",
	};
	static_assert(COUNT_OF(words) == BROWSER_ANSWER_COUNT, "words for it");
	const char *status = words[answer];
	const char *text = strstr(status, "\r\n\r\n");
	char head[512];
	int length = snprintf(head, sizeof(head),
		"HTTP/1.1 %.*s\r\nContent-Type: text/plain\r\n"
		"Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
		"Connection: close%s",
		(int)(text - status), status, text);

	(void)!send(fd, head, (size_t)length, MSG_NOSIGNAL | MSG_DONTWAIT);
	shutdown(fd, SHUT_WR);
}

static enum browser_answer serve_one(struct oauth *oauth,
	struct browser *browser, const struct deadline *outer,
	struct locked *code)
{
	struct deadline deadline = deadline_within(outer, REQUEST_US);
	int fd = accept4(
		browser->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct locked *request;
	enum browser_answer answer = BROWSER_OTHER;

	if (fd < 0)
		return BROWSER_OTHER;
	request = locked_new(REQUEST_OCTETS);
	if (read_request(fd, &deadline, request)) {
		answer = browser_read_request(oauth->arena,
			locked_octets(request), oauth->provider, browser->state,
			code, &oauth->refusal);
		respond(fd, answer);
	}
	locked_free(request);
	close(fd);
	return answer;
}

/* RFC 7636 section 4.5 */
static enum oauth_result exchange(struct oauth *oauth,
	const struct browser *browser, const struct locked *code,
	struct grant *grant)
{
	struct locked *form = locked_new(FORM_OCTETS);
	enum oauth_result result = OAUTH_FAILED;

	oauth->why = "the request would be too large";
	if (locked_add_field(form, "grant_type", "authorization_code") &&
		locked_add_field(form, "code", code->text) &&
		locked_add_field(form, "redirect_uri", browser->redirect) &&
		locked_add_field(
			form, "code_verifier", browser->verifier->text))
		result = oauth_ask_token(
			oauth, oauth->provider->token_endpoint, form, grant);
	locked_free(form);
	return result;
}

/* Others than the browser can reach the port, too: what they ask ends nothing,
 * and whoever asks without end waits. */
static void endure(unsigned *foreign, const struct deadline *deadline)
{
	const struct deadline pause = deadline_within(deadline, PAUSE_US);
	struct pollfd none[1];

	/* What else ends the pause ends the waiting, too. */
	if (*foreign < FOREIGN || io_wait_any(none, 0, &pause) == ST_TIMEOUT)
		++*foreign;
}

static enum oauth_result wait_for_code(struct oauth *oauth,
	struct browser *browser, const struct deadline *deadline,
	struct locked *code)
{
	unsigned foreign = 0;

	for (;;) {
		enum status status =
			io_wait(browser->listener, POLLIN, deadline);

		if (status != ST_OK)
			return status == ST_CANCELLED ? OAUTH_INTERRUPTED
						      : OAUTH_TIMEOUT;
		switch (serve_one(oauth, browser, deadline, code)) {
		case BROWSER_CODE:
			return OAUTH_GRANTED;
		case BROWSER_REFUSED:
			return OAUTH_REFUSED;
		case BROWSER_MIXED:
			oauth->why = "the answer to the sign-in does not name "
				     "the provider that was asked (RFC 9207)";
			return OAUTH_UNUSABLE;
		case BROWSER_FOREIGN:
		case BROWSER_OTHER:
		case BROWSER_ANSWER_COUNT:
			endure(&foreign, deadline);
		}
	}
}

enum oauth_result browser_wait(struct oauth *oauth, struct browser *browser,
	int interrupt_fd, int64_t deadline_us, struct grant *grant)
{
	const struct deadline deadline = {deadline_us, interrupt_fd};
	struct locked *code = locked_new(CODE_OCTETS);
	enum oauth_result result =
		wait_for_code(oauth, browser, &deadline, code);

	if (result == OAUTH_GRANTED)
		result = exchange(oauth, browser, code, grant);
	locked_free(code);
	return result;
}

void browser_clear(struct browser *browser)
{
	locked_free(browser->verifier);
	browser->verifier = NULL;
	if (browser->listener >= 0)
		close(browser->listener);
	browser->listener = -1;
}
