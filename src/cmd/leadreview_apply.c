/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadreview: not there yet. */
#include "cmd/leadreview.h"

void bind_apply(void *ask, struct filter *f, const void **plan)
{
	(void)ask, (void)plan;
	diag_error(&f->diags, "not there yet");
}
