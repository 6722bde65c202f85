/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a command line to a mode, and what a run of it is: see command.h. */
#include "cmd/command.h"

#include "cmd/fields.h"
#include "cmd/parts.h"
#include "figures/best.h"

static bool is_asked(const struct mode *m, uint64_t said)
{
	return (m->all | m->any) && !(m->all & ~said) && (!m->any || m->any & said);
}

/* The option that asks for it and not for another mode, for messages. */
static const char *asked_by(const struct command *c, const struct mode *m, const struct mode *other,
			    uint64_t said)
{
	uint64_t asks = said & (m->all | m->any), alone = asks & ~(other->all | other->any);

	for (size_t i = 0; c->tool.options[i].name; i++)
		if ((alone ? alone : asks) & OPTION(i))
			return c->tool.options[i].name;
	return "";
}

static void tell_unfit(const struct command *c, const struct mode *m, size_t option, struct diags *diags)
{
	const struct mode *other = c->modes, *end = c->modes + c->nmodes;

	while (other < end && (!(other->all | other->any) || !(other->fits & OPTION(option))))
		other++;
	const char *add = !m->remedy && other < end ? other->name : NULL;
	diag_error(diags, "%s has no use for --%s; %s%s", m->name, c->tool.options[option].name,
		   m->remedy ? m->remedy
		   : add     ? "add "
			     : "leave it out",
		   add ? add : "");
}

/* The mode, and no two of them, and no options that don't go with it. */
static const struct mode *choose(const struct command *c, uint64_t said, struct diags *diags)
{
	const struct mode *first = NULL, *standard = c->modes;

	for (const struct mode *m = c->modes; m < c->modes + c->nmodes; m++) {
		if (!(m->all | m->any))
			standard = m;
		if (!is_asked(m, said))
			continue;
		if (!first)
			first = m;
		else if ((m->all | (m->any & said)) & ~(first->all | first->any | first->fits))
			diag_error(diags, "--%s and --%s are two different outputs; ask for one of them",
				   asked_by(c, first, m, said), asked_by(c, m, first, said));
	}
	const struct mode *m = first ? first : standard;
	if (diags->errors)
		return m;
	for (size_t i = 0; c->tool.options[i].name; i++)
		if (said & OPTION(i) & ~(m->all | m->any | m->fits))
			tell_unfit(c, m, i, diags);
	return m;
}

static bool produce(struct filter *f)
{
	const struct mode *m = f->mode;
	struct buf rows = { 0 };
	bool good = true;

	if (f->common.partial) {
		parts_write(f, &rows);
		return filter_write(f, &rows);
	}
	if (m->makes == MAKES_LIST) {
		best_rows(f->workers[0].counter[0], &rows);
		good = filter_write_rows(f, buf_view(&rows));
		buf_release(&rows);
	}
	return good && (!m->write || m->write(f->ask, f, f->workers[0].counter));
}

int command_run(const struct command *c, void *ask, int argc, char **argv)
{
	struct filter f = { .command = c, .ask = ask, .diags.tool = c->tool.name };
	uint64_t said = 0;
	int code = 2;

	enum option_end end = OPTIONS_WRONG;
	if (filter_begin(&f))
		end = options_read(&c->tool, &f.common, argc, argv, ask, &said, &f.diags);
	f.diags.quiet = f.common.quiet;
	said |= f.common.nfiles ? NAMED_FILES : 0;
	f.said = said;
	if (end == OPTIONS_RUN && f.common.merge && !parts_read(&f, &said))
		end = OPTIONS_WRONG;
	if (end == OPTIONS_RUN)
		f.mode = choose(c, said, &f.diags);
	if (end == OPTIONS_RUN && (f.common.partial || f.common.merge) && !f.diags.errors)
		parts_check(&f, f.said);
	if (end != OPTIONS_RUN || f.diags.errors)
		code = filter_leave(&f, end == OPTIONS_DONE ? 0 : 2);
	else if (!filter_open(&f, &code))
		code = filter_leave(&f, code);
	else if (f.common.fields)
		code = filter_leave(&f, fields_report(&f) ? 0 : 2);
	else {
		f.mode->bind(ask, &f, f.plan);
		for (size_t i = 0; i < f.lanes; i++) {
			names_tell_translated(f.lane[i].names);
			names_tell_units(f.lane[i].names);
		}
		bool good = filter_run(&f) && produce(&f);
		code = filter_close(&f, good);
	}
	return code;
}
