/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Blocks while a text is read: the one that is being read, and to which server
 * belongs what is told without one. */
#ifndef MAILSONDE_SETTINGS_FORMS_PANEL_BUILD_H
#define MAILSONDE_SETTINGS_FORMS_PANEL_BUILD_H

#include "settings/forms/panel/block.h"

/* Where Apple asks for the prefix of IMAP's folders, the encryption above is of
 * that server, and not of the one for outgoing mail whose name stood before. */
void panel_block_take_prefix(struct panel_reading *r);

/* Ends the block that is being read, and begins the next one. */
void panel_block_begin(struct panel_reading *r);
void panel_block_close(struct panel_reading *r);

/* Gives ports that stand above all servers to those below, where these have
 * none of their service. */
void panel_block_adopt_orphans(struct panel_reading *r);

/* "For both, choose SSL/TLS": keeps the word of such a line, which is said of
 * each server above that has none of its own, and tells it of them once all
 * lines were read. */
void panel_block_note_both(
	struct panel_reading *r, const struct panel_line *line);
void panel_block_tell_both(struct panel_reading *r);

/* A word that no port came for is the block's. */
void panel_block_settle(struct panel_reading *r);

/* A service that is told counts until the next one. */
void panel_block_set_service(
	struct panel_block *block, const struct panel_item *item);

/* Whether the block may be of that service, as far as is known. */
bool panel_block_fits(
	const struct panel_block *block, const struct panel_item *item);

/* A port that is known gets the surer of both words. */
void panel_block_add_port(struct panel_reading *r, struct panel_block *block,
	const struct panel_port *port);

/* Whether a word for the mode was told, of the server or of a port. */
bool panel_block_has_word(const struct panel_block *block);

#endif
