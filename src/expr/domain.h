/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The domain in a cell that holds a mail address or a web address. */
#ifndef EXPR_DOMAIN_H
#define EXPR_DOMAIN_H

#include "base/str.h"

/*
 * What follows the @ of the first mail address (`Ann <ann@acme.example>; bob@b.example`), or the host of a
 * web address without its www., or a bare host; without a port and dots at the end. STR_NONE: it is none of
 * these.
 */
struct str domain_of(struct str s);

/* What stands behind the first @ of a text that may be an address, else none; and whether that alone decides
 * what the domain is, whatever stands before the @. */
struct str domain_part(struct str s);
bool domain_part_decides(struct str part);

#endif
