/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See spool.h. */
#include "cmd/spool.h"

#include <errno.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/number.h"

/* The descriptor that a file name stands for; -1: none. */
static int descriptor_of(const char *file)
{
	int64_t fd;

	if (strcmp(file, "-") == 0)
		return STDIN_FILENO;
	return strncmp(file, "/dev/fd/", 8) == 0 && number_read_whole(str_from(file + 8), 0, INT_MAX, &fd)
		       ? (int)fd
		       : -1;
}

static bool keep(const char *file, struct diags *diags)
{
	int fd = descriptor_of(file);
	struct stat st;

	if ((fd < 0 ? stat(file, &st) : fstat(fd, &st)) != 0 || S_ISREG(st.st_mode) || S_ISDIR(st.st_mode))
		return true; /* opening it reports what is wrong with it */
	if (fd >= 0 && file_keep(fd))
		return true;
	if (fd < 0)
		diag_error(diags, "%s: no regular file, and it is read twice; give it as standard input",
			   file);
	else
		diag_error(diags,
			   "%s: can't be kept in a temporary file in %s, to be read twice: %s; TMPDIR names "
			   "another folder",
			   fd ? file : "standard input", file_temporary_folder(), file_why(errno));
	return false;
}

bool pipes_keep(const char *const *files, size_t n, int64_t *from, struct diags *diags)
{
	*from = lseek(STDIN_FILENO, 0, SEEK_CUR);
	*from = *from < 0 ? 0 : *from;
	if (!n)
		return keep("-", diags);
	for (size_t i = 0; i < n; i++)
		if (!keep(files[i], diags))
			return false;
	return true;
}
