/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Appends one line to a file: the seconds a command took, the most memory it held, in MB, and the seconds of
 * processors that it and what it started took. Its exit code is the command's. timer FILE COMMAND ... */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	struct rusage used;
	int status;

	if (argc < 3)
		return 2;
	double start = now();
	pid_t child = fork();
	if (child == 0) {
		execvp(argv[2], argv + 2);
		perror(argv[2]);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &used) < 0) {
		perror("timer");
		return 2;
	}
	double seconds = now() - start;
	double cpu = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
		     (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
	FILE *f = fopen(argv[1], "a");
	if (!f || fprintf(f, "%.6f %.1f %.6f\n", seconds, (double)used.ru_maxrss / 1024, cpu) < 0 ||
	    fclose(f)) {
		perror(argv[1]);
		return 2;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
