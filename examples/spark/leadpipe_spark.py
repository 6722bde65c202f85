# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Leadpipe's tools over the partitions of a Spark DataFrame, for Spark 3.5 and 4.

score(df, tool, *options)         the DataFrame that the tool makes of the rows
fold(df, key, *options)           leadfold, with all rows of a key in one partition
report(df, tool, *options)        what the tool reports of all rows, as text

Each partition is streamed through a process of its own, which has to be installed on every machine. All columns go in
and come out as strings; null is an empty cell, and an empty string is one in quotes. A tool that ends with another exit
code than 0, or by a signal, fails the task before its last rows are out, so that Spark runs the task again or fails the
job. What the time is, is decided once, on the driver.

files= names what the options name and other machines don't have (an agreement, its tables): Spark brings these files
to each of them, all into one folder, in which the tools are run. Without it the tools run in the driver's folder.
"""

import collections
import contextlib
import datetime
import filecmp
import io
import itertools
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading

import pyarrow
import pyarrow.csv
from pyspark import SparkFiles, TaskContext, cloudpickle
from pyspark.sql import functions
from pyspark.sql.types import (ArrayType, BinaryType, MapType, StringType, StructField, StructType, TimestampType,
                               UserDefinedType)

__all__ = ["score", "fold", "report", "ToolFailed"]

cloudpickle.register_pickle_by_value(sys.modules[__name__])  # so no other machine needs this file

LINES_KEPT = 40  # of what a tool says on standard error
BLOCK = 1 << 23  # bytes of output that are parsed at a time; a row may not be longer
FAN_IN = 16  # partials that one task merges


class ToolFailed(RuntimeError):
    """A tool ended with another exit code than 0, or by a signal, or could not be started."""


# ---- the command


class Command:
    """What is run for each partition, as the driver decided it; it travels to the executors."""

    def __init__(self, df, tool, options, files):
        self.tool = tool
        self.folder = os.getcwd()
        self.brought = {os.fspath(path): os.path.basename(path) for path in files}
        for path in self.brought:
            bring(df, path)
        self.options = [self.brought.get(str(option), str(option)) for option in options]
        self.settings = {name: value for name, value in os.environ.items() if name.startswith("LEADPIPE_")}
        now = self.settings.pop("LEADPIPE_NOW", None) or datetime.datetime.now(datetime.timezone.utc).isoformat()
        self.now = [] if any(re.match("--now(=|$)", option) for option in self.options) else ["--now", now]
        if "LEADPIPE_AGREEMENT" in self.settings:
            path = self.settings["LEADPIPE_AGREEMENT"]
            self.settings["LEADPIPE_AGREEMENT"] = self.brought.get(path, path)
        self.version = self.version_here()

    def has(self, *names):
        """Is one of these long options given, perhaps cut short?"""
        words = [option.split("=", 1)[0] for option in self.options if option.startswith("--") and len(option) > 2]
        return any(name.startswith(word) for word in words for name in names)

    def line(self, *more):
        return [self.tool, *self.options, *self.now, *more]

    def counts(self, header):
        """Ours come last, and so count."""
        return self.line("-d", ",", "--header-from", header, "--partial", "-o", "-")

    def rows(self, header, *more):
        return self.line("-d", ",", "--header-from", header, "-f", "csv", "--out-delimiter", ",", "-o", "-", *more)

    def place(self):
        """The folder and the environment of a process, wherever this runs."""
        others = {name: value for name, value in os.environ.items() if not name.startswith("LEADPIPE_")}
        return {"cwd": SparkFiles.getRootDirectory() if self.brought else self.folder, "env": {**others, **self.settings}}

    def start(self, line):
        place = self.place()
        try:
            return subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **place)
        except OSError as error:
            why = f"{self.tool} can't be run on {socket.gethostname()}: {error.strerror}"
            if not os.path.isdir(place["cwd"]):
                why = (f"{socket.gethostname()} doesn't have the driver's folder {place['cwd']}; name in files= what the "
                       "options name")
            elif isinstance(error, FileNotFoundError):
                why = f"{self.tool} isn't in the PATH of {socket.gethostname()}; install it on every machine"
            raise ToolFailed(why) from None

    def answer(self, line):
        """Runs it on the driver, or in a task that merges, without leads, and returns what it prints."""
        child = self.start(line)
        out, said = child.communicate()
        if child.returncode != 0:
            raise failure(line, child.returncode, said.decode("utf-8", "replace").splitlines())
        return out

    def version_here(self):
        return self.answer([self.tool, "--version"]).decode().partition("\n")[0]

    def expect_version(self):
        """In a task: is the tool of this machine the driver's?"""
        here = self.version_here()
        if here != self.version:
            raise ToolFailed(f"{socket.gethostname()} has {here}, and the driver {self.version}; install the same on every "
                             "machine")


def bring(df, path):
    """Spark keeps the file that it was given first under a name, whatever becomes of it."""
    df.sparkSession.sparkContext.addFile(os.path.abspath(path))
    if not filecmp.cmp(path, SparkFiles.get(os.path.basename(path)), shallow=False):
        raise ValueError(f"{path}: Spark has brought another file of this name, and keeps it; name it otherwise, or stop "
                         "the session and begin another")


def failure(line, code, said):
    how = f"exit {code}" if code >= 0 else f"ended by signal {-code}"
    hint = ["files= names what the options and the agreement name, for Spark to bring it to each machine"]
    return ToolFailed("\n".join([f"{line[0]}: {how}", *said, *(hint if "no such file" in "".join(said).lower() else [])]))


def collected(df):
    """Its rows, or what a tool said in a task, without the hundred lines around it that are Java's."""
    try:
        return df.collect()
    except Exception as error:  # pylint: disable=broad-except # raised again
        said = re.search(r"\.ToolFailed: (.*?)(\n\s+at |\Z)", str(error), re.DOTALL)
        if not said:
            raise
        raise ToolFailed(said[1].strip()) from None


@contextlib.contextmanager
def file_of(data):
    """A file that holds these bytes and is gone afterwards."""
    with tempfile.NamedTemporaryFile(prefix="leadpipe-") as file:
        file.write(data)
        file.flush()
        yield file.name


# ---- rows as bytes, and back


def header_of(names):
    """A header line, quoted as the rows are."""
    return (",".join('"' + name.replace('"', '""') + '"' for name in names) + "\n").encode()


def column_of(name):
    return functions.col("`" + name.replace("`", "``") + "`")


def place_of(name):
    """What all rows of a lead have in common, however its id is written: spaces around it, case, and the checksum behind an
    id of Salesforce in its API."""
    text = functions.lower(functions.trim(column_of(name).cast("string")))
    long = (functions.length(text) == 18) & text.startswith("00")
    return functions.when(long, functions.substring(text, 1, 15)).otherwise(text)


def as_strings(df):
    """Every column as the text that a tool reads: moments with their offset, all else as Spark casts it."""
    columns = []
    for field in df.schema.fields:
        column = column_of(field.name)
        if isinstance(field.dataType, (ArrayType, BinaryType, MapType, StructType, UserDefinedType)):
            raise TypeError(f"column {field.name!r} is {field.dataType.simpleString()}, and a cell is one text; "
                            "select what is to be in it")
        if isinstance(field.dataType, TimestampType):
            column = functions.date_format(column, "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX")
        columns.append(column.cast("string").alias(field.name))
    if len(set(df.columns)) < len(df.columns):
        raise ValueError("two columns have one name; rename one of them")
    return df.select(columns)


def write_rows(batches, to):
    """Every text in quotes, so that null and empty stay apart."""
    options = pyarrow.csv.WriteOptions(include_header=False)
    writer = None
    for batch in batches:
        if batch.num_rows == 0:
            continue
        if writer is None:
            writer = pyarrow.csv.CSVWriter(to, batch.schema, write_options=options)
        writer.write_batch(batch)
    if writer is not None:
        writer.close()


def read_rows(stream, names):
    """Batches of strings; an empty cell is null, one in quotes is empty."""
    stream = io.BufferedReader(stream) if not isinstance(stream, io.BufferedReader) else stream
    if not stream.peek(1):
        return
    yield from pyarrow.csv.open_csv(
        stream,
        read_options=pyarrow.csv.ReadOptions(column_names=names, block_size=BLOCK),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
        convert_options=pyarrow.csv.ConvertOptions(column_types={name: pyarrow.string() for name in names},
                                                   null_values=[""], strings_can_be_null=True,
                                                   quoted_strings_can_be_null=False))


# ---- one process


class Process:
    """A tool that is fed by one thread while another keeps what it says and this one reads what it prints."""

    def __init__(self, command, line, batches):
        self.line = line
        self.fed = None  # what went wrong with the rows that come in
        self.unread = False  # it ended before it had read them all
        self.said = collections.deque(maxlen=LINES_KEPT)
        command.expect_version()
        self.child = command.start(line)
        self.threads = [threading.Thread(target=self.feed, args=(batches,), daemon=True),
                        threading.Thread(target=self.listen, daemon=True)]
        for thread in self.threads:
            thread.start()

    def feed(self, batches):
        try:
            with self.child.stdin as to:
                write_rows(batches, to)
        except BrokenPipeError:
            self.unread = True
        except BaseException as error:  # pylint: disable=broad-except # raised again by check()
            self.fed = error
            self.child.kill()

    def listen(self):
        for line in self.child.stderr:
            text = line.decode("utf-8", "replace").rstrip("\n")
            self.said.append(text)
            with contextlib.suppress(OSError, ValueError):  # whoever doesn't read on holds the tool up
                print(text, file=sys.stderr)  # in the executor's log, as what it noted of these rows

    def check(self):
        """Waits for its end, and fails if that isn't a good one."""
        while self.child.stdout.read(1 << 16):
            pass
        code = self.child.wait()
        for thread in self.threads:
            thread.join()
        if self.fed is not None:
            raise self.fed
        if code != 0 or self.unread:
            raise failure(self.line, code, self.said)

    def stop(self):
        """Whatever came before: it is gone, and nobody reads or writes any more."""
        self.child.kill()
        self.child.wait()
        self.child.stdout.close()
        self.threads[1].join()
        self.child.stderr.close()


def through(command, header, names):
    """The function that mapInArrow wants: from a partition's batches to those of the tool."""

    def run(batches):
        with file_of(header) as header_file:
            process = Process(command, command.rows(header_file, "--no-header"), batches)
            try:
                last = None
                try:
                    for batch in read_rows(process.child.stdout, names):
                        if last is not None:
                            yield last
                        last = batch
                except pyarrow.ArrowInvalid:
                    process.check()  # a tool that failed says why itself
                    raise
                process.check()
                if last is not None:
                    yield last
            finally:
                process.stop()

    return run


# ---- what this module is for


def score(df, tool, *options, files=()):
    """The rows of df as a tool that makes rows makes them, such as leadscore, leadbant, leadsla or leadfunnel --rows."""
    command = Command(df, tool, options, files)
    if tool == "leadfold":
        raise ValueError("leadfold needs all rows of a lead together; use fold()")
    if command.has({"leadscore": "--top", "leadsla": "--backlog"}.get(tool, "--")):
        raise ValueError("--top and --backlog look at all rows, and a partition has only some; add a column with "
                         "score(), then let Spark sort")
    if tool == "leadroute" and (command.has("--ledger") or any(re.match("-[qtx]*s", option) for option in command.options)):
        raise ValueError("a ledger is one file, which machines can't share; without one, 'share by hash' remembers "
                         "without a ledger")
    df = as_strings(df)
    return of_partitions(command, df)


def of_partitions(command, df):
    header = header_of(df.columns)
    with file_of(header) as header_file:
        # What is wrong with the options, or needs all rows at once, the tool says here, before any job.
        command.answer(command.rows(header_file, "--no-header"))
        printed = command.answer(command.rows(header_file, "-q"))
    names = pyarrow.csv.read_csv(io.BytesIO(printed)).column_names
    return df.mapInArrow(through(command, header, names), StructType([StructField(name, StringType()) for name in names]))


def fold(df, key, *options, files=(), order=()):
    """leadfold: one row for all rows that are alike in the column `key`, or in several, which the agreement's `by` names,
    too. Rows of one time are taken in the order of the columns `order`."""
    keys = [key] if isinstance(key, str) else list(key)
    order = [order] if isinstance(order, str) else list(order)
    command = Command(df, "leadfold", options, files)
    if not command.has("--fold", "--shape"):
        raise ValueError("name the fold by --fold or --shape; what else leadfold does, needs all rows at once")
    parts = df.repartition(*map(place_of, keys))
    if order:
        parts = parts.sortWithinPartitions(*map(column_of, order))
    return of_partitions(command, as_strings(parts))


def numbered(batch):
    """With the partition's number behind each row, in a column without a name, which no report looks at. A merge refuses
    the same rows twice; so these are others than the very same ones of another partition, and no others when Spark runs
    a task again."""
    number = pyarrow.array([str(TaskContext.get().partitionId())] * batch.num_rows, pyarrow.string())
    return pyarrow.RecordBatch.from_arrays([*batch.columns, number], [*batch.schema.names, ""])


def counting(command, header):
    """From a partition's batches to one partial, or none where there is no row."""

    def run(batches):
        with file_of(header) as header_file, tempfile.TemporaryFile() as out:
            rows = (numbered(batch) for batch in batches if batch.num_rows)
            first = next(rows, None)
            if first is None:
                return
            process = Process(command, command.counts(header_file), itertools.chain([first], rows))
            try:
                while piece := process.child.stdout.read(1 << 16):
                    out.write(piece)
                process.check()
            finally:
                process.stop()
            out.seek(0)
            yield pyarrow.RecordBatch.from_arrays([pyarrow.array([out.read()], pyarrow.binary())], ["part"])

    return run


def merged(command, parts, *options):
    """What the tool makes of partials."""
    with contextlib.ExitStack() as stack:
        names = [stack.enter_context(file_of(part)) for part in parts]
        return command.answer([command.tool, "--merge", *options, *names])


def merging(command, agreement):
    """From partials to one of all of them."""

    def run(batches):
        parts = [part for batch in batches for part in batch.column(0).to_pylist()]
        if len(parts) > 1:
            command.expect_version()
            parts = [merged(command, parts, "-q", *agreement, "--partial")]
        if parts:
            yield pyarrow.RecordBatch.from_arrays([pyarrow.array(parts, pyarrow.binary())], ["part"])

    return run


def agreement_of(options):
    """Those options that say which agreement it is: a merge reads no leads, and takes no others."""
    found, words = [], iter(options)
    for word in words:
        name, value, _ = word.partition("=")
        short = re.match("-[qtx]*[ae]", word)
        if short or (len(name) > 2 and any(long.startswith(name) for long in ("--agreement", "--statement"))):
            found.append(word)
            if short.end() == len(word) if short else not value:
                found.append(next(words, ""))
    return found


def report(df, tool, *options, merge=(), files=(), partitions=None):
    """The report of all rows, as the tool prints it: counted on the executors, as partials, which are merged there,
    FAN_IN at a time, until few are left for the driver. `options` say what is counted, `merge` (such as "-f", "html") how
    it is shown."""
    command = Command(df, tool, options, files)
    agreement = agreement_of(command.options)
    df = as_strings(df)
    header = header_of([*df.columns, ""])
    with file_of(header) as header_file:
        none = command.answer(command.counts(header_file))  # or the tool says why not
    schema = StructType([StructField("part", BinaryType())])
    parts = df.mapInArrow(counting(command, header), schema)
    left = partitions or df.rdd.getNumPartitions()
    while left > FAN_IN:
        left = (left + FAN_IN - 1) // FAN_IN
        parts = parts.repartition(left).mapInArrow(merging(command, agreement), schema)
    found = [bytes(row.part) for row in collected(parts)] or [none]
    return merged(command, found, *agreement, *[str(option) for option in merge]).decode()
