/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadreview: not there yet. */
#include "cmd/leadreview.h"

void bind_status(void *ask, struct filter *f, const void **plan)
{
	(void)ask, (void)plan;
	diag_error(&f->diags, "not there yet");
}

bool write_status(void *ask, struct filter *f, void *const *counter)
{
	(void)ask, (void)f, (void)counter;
	return false;
}
