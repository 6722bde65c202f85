/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs a fuzz target over the files named on the command line, without a fuzzer: linked with any target it
 * makes the program that feeds it its corpus in every test run. A line of TAP a file, after it was survived.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The exact size is allocated, so that a sanitizer sees the first byte read past the end. */
static uint8_t *slurp(const char *name, size_t *size)
{
	FILE *f = fopen(name, "rb");
	long n = -1;

	if (f && !fseek(f, 0, SEEK_END))
		n = ftell(f);
	if (n < 0) {
		perror(name);
		exit(2);
	}
	rewind(f);
	uint8_t *data = malloc(n ? (size_t)n : 1);
	*size = data ? fread(data, 1, (size_t)n, f) : 0;
	if (*size != (size_t)n) {
		perror(name);
		exit(2);
	}
	fclose(f);
	return data;
}

int main(int argc, char **argv)
{
	printf("1..%d\n", argc - 1);
	for (int i = 1; i < argc; i++) {
		size_t size;
		uint8_t *data = slurp(argv[i], &size);
		LLVMFuzzerTestOneInput(data, size);
		free(data);
		printf("ok %d - %s\n", i, argv[i]);
		fflush(stdout);
	}
	return 0;
}
