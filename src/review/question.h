/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which column answers a BANT criterion: `timing yes when timeline <= 90 days` is answered by timeline. */
#ifndef REVIEW_QUESTION_H
#define REVIEW_QUESTION_H

#include "agreement/fields.h"

struct question {
	size_t ask;  /* of the columns to answer; SIZE_MAX: none of them is read */
	bool yes_no; /* it is answered by yes or no */
};

/* One for each criterion, in the program's arena. `ask`: the columns' heads. */
const struct question *questions_bind(struct names *n, const struct str *ask, size_t nasks);

#endif
