/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the names of an agreement stand for. */
#include "agreement/model.h"

size_t word_find(const void *first, size_t n, size_t each, struct str name)
{
	for (size_t i = 0; i < n; i++) {
		const struct word *w = (const void *)((const char *)first + i * each);
		if (str_same(w->text, name))
			return i;
	}
	return SIZE_MAX;
}

size_t agreement_stage(const struct agreement *a, struct str name)
{
	return word_find(a->stages.at, a->stages.n, sizeof *a->stages.at, name);
}

size_t agreement_stage_asked(const struct agreement *a, const char *option, const char *name,
			     struct diags *diags)
{
	size_t stage = agreement_stage(a, str_from(name));

	if (stage == SIZE_MAX) {
		struct str near =
			nearest(str_from(name), &CANDIDATES(a->stages.at, a->stages.n, name.text), 1);
		diag_error(diags, "%s: there is no stage '%s'" DID_YOU_MEAN, option, name,
			   DID_YOU_MEAN_ARG(near));
	}
	return stage;
}

size_t agreement_exit(const struct agreement *a, struct str name)
{
	return word_find(a->exits.at, a->exits.n, sizeof *a->exits.at, name);
}

const struct step *agreement_step(const struct agreement *a, const struct expr *name)
{
	size_t stage = SIZE_MAX, exit = SIZE_MAX;

	if (name->op == EXPR_NAME && (stage = agreement_stage(a, name->text)) == SIZE_MAX)
		exit = agreement_exit(a, name->text);
	return stage != SIZE_MAX ? &a->stages.at[stage] : exit != SIZE_MAX ? &a->exits.at[exit] : NULL;
}

bool is_rep_column(const struct expr *name)
{
	struct str rep = STR("rep.");

	return name->op == EXPR_NAME && name->text.n > rep.n &&
	       str_same(str_slice(name->text, 0, rep.n), rep);
}
