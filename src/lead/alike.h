/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What two rows of one person or company have in common, however it was typed: an email without its case, a
 * phone number with its country code, a name by its words, a company without its legal form. Each function
 * appends a key; two values are alike if their keys are the same bytes (of names: if names_agree). A key
 * never holds a byte below a space.
 */
#ifndef LEAD_ALIKE_H
#define LEAD_ALIKE_H

#include "base/buf.h"

/* NOBODY: it is there, but is the same for people who have nothing to do with each other (a mailbox of a
 * role, a placeholder number, a public mail host), or isn't what it should be. Nothing is appended but by
 * GOOD. */
enum alike { ALIKE_GOOD, ALIKE_MISSING, ALIKE_NOBODY };

enum alike alike_email(struct buf *key, struct str email, bool ignore_dots, bool ignore_tags);
enum alike alike_domain(struct buf *key, struct str email); /* or a web address */
/* `country`: of the row, by any name or code; it gives a national number its calling code. Without one a
 * national number is its digits, and alike only to the same digits. */
enum alike alike_phone(struct buf *key, struct str phone, struct str country);
enum alike alike_company(struct buf *key, struct str company);

/*
 * A name's words: folded, without accents, ue like u, titles left out, sorted, a space between them. MISSING:
 * it has none. Two names agree if every word of the one with fewer is in the other, or is the initial of a
 * word there that no other word takes; at least one whole word (of two letters or more) must be in both. They
 * share a word if some whole word is in both, or one of them has no word to share; what joins the words of
 * many names (van, de) is none.
 */
enum alike alike_name(struct buf *key, struct str name);
bool names_agree(struct str a, struct str b); /* keys of alike_name */
bool names_share(struct str a, struct str b);

/* Is a name a single word, by which many people go: Smith? Of Chinese, Japanese and Korean, which have no
 * space within a name, a word of two characters or more is all of it. */
bool name_is_part(struct str key);

#endif
