/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the yardsticks that ask for columns by their names read: see yardstick.h. */
#ifndef BENCH_YARDSTICK_ROWS_H
#define BENCH_YARDSTICK_ROWS_H

#include <fcntl.h>
#include <sys/stat.h>

#include "yardstick_cells.h"

enum { PIPE = 1 << 20, PIPE_BLOCK = 1 << 17 }; /* as the tools have them */

static size_t columns; /* 0: the header has not been read */

static struct cell cell_at(size_t row, size_t column)
{
	const uint32_t *end = &at[row * columns + column];

	return (struct cell){ input + end[0] + 1, end[1] - end[0] - 1 };
}

/* Finds the columns of these names; returns the bytes of the header. */
static size_t read_header(size_t separators, const char *const *names, size_t n, size_t *place)
{
	size_t seen = 0;

	for (columns = 1; columns < separators && input[at[columns]] != '\n'; columns++)
		;
	for (size_t k = 0; k < columns; k++) {
		struct cell c = cell_at(0, k);
		for (size_t i = 0; i < n; i++)
			if (c.n == strlen(names[i]) && !memcmp(c.p, names[i], c.n))
				place[i] = k, seen |= (size_t)1 << i;
	}
	if (seen != ((size_t)1 << n) - 1)
		refuse("a column is missing");
	return at[columns] - PAD + 1;
}

/* Reads all rows: `header` (NULL: nobody) has what stands before its line end, `take` whole rows, many at a
 * time. */
static void read_rows(int fd, const char *const *names, size_t n, size_t *place,
		      void (*header)(const char *p, size_t bytes), void (*take)(size_t rows))
{
	struct stat st;
	bool piped = !fstat(fd, &st) && S_ISFIFO(st.st_mode);
	size_t had = 0, most = piped ? PIPE_BLOCK : SIZE;
	ssize_t got;

	if (piped)
		fcntl(fd, F_SETPIPE_SZ, PIPE);
	while ((got = read(fd, input + PAD + had, had + most > SIZE ? SIZE - had : most)) > 0) {
		had += (size_t)got;
		memset(input + PAD + had, 0, PAD);
		at[0] = PAD - 1;
		size_t separators = scan(had), used = 0;
		if (!columns && memchr(input + PAD, '\n', had)) {
			used = read_header(separators, names, n, place);
			if (header)
				header(input + PAD, used - 1);
			memmove(input + PAD, input + PAD + used, had - used + PAD);
			separators = scan(had -= used);
		}
		size_t rows = columns ? separators / columns : 0;
		for (size_t row = 1; row <= rows; row++)
			if (input[at[row * columns]] != '\n')
				refuse("a row of another width");
		take(rows);
		used = at[rows * columns] + 1 - PAD;
		memmove(input + PAD, input + PAD + used, had - used);
		had -= used;
	}
	if (had || got < 0)
		refuse("a row that has no end");
}

#endif
