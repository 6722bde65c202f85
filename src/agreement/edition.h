/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which edition of an agreement it is: a SHA-256 over the bytes of the agreement, of the statements of -e,
 * and of every file that they name, so that two people can see that they used the same one. It is the digest
 * of a list such as sha256sum prints:
 *
 *   6a0e…  agreement
 *   91f3…  -e
 *   77ab…  competitors.txt
 *   -  reps.csv
 *
 * Files are in the order of their names, as the agreement names them; `-` is one that can't be read. All of
 * them count, those that this run had no use for, too: otherwise each tool would see another edition.
 */
#ifndef AGREEMENT_EDITION_H
#define AGREEMENT_EDITION_H

#include "agreement/model.h"
#include "base/digest.h"

/* A file that the agreement names, and what it is for. */
struct named_file {
	struct str name;
	const char *path;
	enum named_use {
		USE_LIST,
		USE_TABLE,
		USE_HOLIDAYS,
		USE_ROSTER,
		USE_PLAN
	} use;	    /* the first of them */
	bool known; /* it could be read, and its bytes have this digest */
	struct digest digest;
};

/* Each once, in the order of names. Files that were not read yet are read now. */
size_t agreement_files(const struct agreement *a, struct arena *arena, struct named_file **out);

struct digest agreement_edition(const struct agreement *a);

enum { MARK_BYTES = 3 }; /* six digits are enough to tell editions apart by eye */

/* "Nordlicht Software: Marketing and Sales, 2026 · a91f3c", for the head of a report. */
struct str agreement_mark(const struct agreement *a, struct arena *arena);

#endif
