/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The agreement as the document that marketing and sales sign: everything that counts, in sentences for
 * people who have never programmed. It needs no export, so names stand for themselves.
 */
#ifndef PAPER_PAPER_H
#define PAPER_PAPER_H

#include "agreement/model.h"
#include "base/look.h"

/* HTML or Markdown. False: a mistake, which is reported, and nothing is appended. */
bool paper_write(const struct agreement *a, enum format format, struct buf *out, struct diags *diags);

/* Is there a section that says in words what a statement of this keyword says? For the test that none was
 * forgotten. */
bool paper_tells(const char *keyword);

#endif
