/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/trust/pem_file.h"

#include "model/io/file.h"

#include <errno.h>
#include <unistd.h>

#define PIECE ((size_t)65536)

/* What was read is a key, perhaps. */
static void forget(gnutls_datum_t *data)
{
	if (data->data)
		gnutls_memset(data->data, 0, data->size);
	gnutls_free(data->data);
	*data = (gnutls_datum_t){0};
}

/* Makes room for one more piece, and the NUL behind it. */
static bool grow(gnutls_datum_t *data, size_t *size)
{
	gnutls_datum_t grown = {.size = data->size};

	if (*size - data->size > PIECE)
		return true;
	*size = 2 * *size + 2 * PIECE;
	grown.data = gnutls_malloc(*size);
	if (!grown.data) {
		errno = ENOMEM;
		return false;
	}
	for (unsigned i = 0; i < data->size; i++)
		grown.data[i] = data->data[i];
	forget(data);
	*data = grown;
	return true;
}

static bool read_all(int fd, gnutls_datum_t *data)
{
	size_t size = 0;
	ssize_t n = 1;

	while (n) {
		if (data->size > PEM_FILE_OCTETS)
			errno = EFBIG;
		if (data->size > PEM_FILE_OCTETS || !grow(data, &size))
			return false;
		n = read(fd, data->data + data->size, PIECE);
		if (n < 0 && errno != EINTR)
			return false;
		data->size += n > 0 ? (unsigned)n : 0;
	}
	data->data[data->size] = '\0';
	return true;
}

bool pem_file_read(const char *path, gnutls_datum_t *ret_data)
{
	gnutls_datum_t data = {0};
	int fd = file_open(path);
	bool read;
	int error;

	if (fd < 0)
		return false;
	read = read_all(fd, &data);
	error = errno;
	close(fd);
	errno = error;
	if (read)
		*ret_data = data;
	else
		forget(&data);
	return read;
}
