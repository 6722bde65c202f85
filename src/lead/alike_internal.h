/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the keys of alike.h share: facts about words. */
#ifndef LEAD_ALIKE_INTERNAL_H
#define LEAD_ALIKE_INTERNAL_H

#include <stdint.h>

#include "lead/alike.h"

/* What a word may be, in its list. */
enum {
	/* The local part of an address */
	MAIL_ROLE = 1, /* whoever holds the office: info, sales, noreply */
	MAIL_BRANCH,   /* the same, and with anything behind it: info-berlin */
	MAIL_NOTHING,  /* typed because something had to be: asdf, none, unknown */

	/* A host */
	HOST_PUBLIC = 1, /* anybody may have a mailbox there */
	HOST_FAMILY,	 /* of a first label: public under every country, yahoo.co.uk */
	HOST_PROFILE,	 /* of a web address: many companies have a page there */
	HOST_NOTHING,	 /* example.com, test.com: nobody is there */
	HOST_NOWHERE,	 /* of a last label: .invalid */

	/* A word of a company's name; these add up */
	COMPANY_FORM = 1,	 /* a legal form, at the end */
	COMPANY_FORM_ENDS = 2,	 /* the last word of a form of several words */
	COMPANY_FORM_BEFORE = 4, /* and in front: PT, ООО, The */
	COMPANY_FORM_DOTS = 8,	 /* a form only if its letters stand apart: e.U., P.A. */
	COMPANY_AND = 16,
	COMPANY_NOTHING = 32, /* a whole name: none, self employed, private */

	/* A word of a person's name */
	NAME_TITLE = 1,
	NAME_NONE,    /* stands for a name that isn't known: unknown, null */
	NAME_NOTHING, /* the same if no other word stands beside it: test, first last */
};

enum facts { FACTS_MAIL, FACTS_HOST, FACTS_COMPANY, FACTS_NAME, FACTS };

/* What the word is; 0: nothing that is known. Words are written as the keys write them. Any number of threads
 * may ask. */
uint32_t fact_of(enum facts facts, struct str word);

/* Is it one letter or digit? One character of Chinese, of three bytes, is a word. */
static inline bool is_one_letter(struct str word)
{
	return word.n == 1 ||
	       (word.n == 2 && (unsigned char)word.p[0] >= 0xC2 && (unsigned char)word.p[0] < 0xE0);
}

#endif
