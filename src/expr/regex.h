/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regular expressions: the only code that knows PCRE2. Threads share patterns, but each has its own
 * scratch. */
#ifndef EXPR_REGEX_H
#define EXPR_REGEX_H

#include <stdint.h>

#include "base/buf.h"

struct regex;
struct regex_scratch;

/* `number` is how many a program has before it. Returns NULL after a mistake: `why` has the reason in PCRE2's
 * words, and *at is the byte of the pattern. */
struct regex *regex_new(struct str pattern, uint32_t number, struct buf *why, size_t *at);
/* One that is known to be right. */
struct regex *regex_known(struct str pattern, uint32_t number);
void regex_free(struct regex *r);
struct str regex_pattern(const struct regex *r);

struct regex_scratch *regex_scratch_new(size_t patterns); /* of a program */
void regex_scratch_free(struct regex_scratch *s);

/* 1, 0, or below 0: the match took more steps or more stack than it may. */
int regex_match(const struct regex *r, struct regex_scratch *s, struct str subject);

#endif
