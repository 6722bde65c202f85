/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading an agreement whole. */
#ifndef AGREEMENT_READ_H
#define AGREEMENT_READ_H

#include "agreement/model.h"

/*
 * Reads the agreement in `file` (NULL: the built-in one) under layers of -e statements: a keyword used in a
 * layer replaces all statements of that keyword in the layers after it and in the file. All mistakes are
 * reported in diags; check diags->errors.
 */
void agreement_read(struct agreement *a, const char *file, const struct str *layers, size_t nlayers,
		    struct diags *diags);

/* The same of a text that is no file; it must outlive the agreement. */
void agreement_read_text(struct agreement *a, const char *name, struct str body, const struct str *layers,
			 size_t nlayers, struct diags *diags);
void agreement_release(struct agreement *a);

/*
 * A fingerprint of everything that may decide which leads are counted, and where. It covers the words of
 * those statements, so comments, spaces, a benchmark or another title make no difference, nor do statements
 * of other keywords between them. Files are covered by name only. `routes`: it also covers what decides who
 * gets a lead.
 */
uint64_t agreement_fingerprint(const struct agreement *a, bool routes);

#endif
