/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One value of a JSON object in a cell. An activity's attributes come so, a few bytes a row over millions of
 * rows, and no more than one value is wanted of them. A library would build all of it in memory, and the ones
 * there are make doubles of numbers, which loses digits of ids: here a number stays the digits that are
 * written.
 */
#ifndef EXPR_JSON_H
#define EXPR_JSON_H

#include "base/buf.h"

/*
 * The value of a member: a text without its quotes and escapes (in `scratch` if it has any); a number, true
 * and false as written; an object or an array as its JSON. STR_NONE: null, no such member, or the text is not
 * one JSON object (RFC 8259), for which *object is false. Of members with the same name the last counts, as
 * most readers have it.
 */
struct str json_member(struct str json, struct str name, struct buf *scratch, bool *object);

#endif
