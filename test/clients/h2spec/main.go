// Command h2spec asks a server over TLS, in strict mode, everything that h2spec knows of
// HTTP/2 and HPACK, and prints a line for each case, for the end-to-end tests to read.
//
//	h2spec PORT PATH [SECTION ...]
//
// A line is "passed", "skipped" or "failed", the case's number, and what it does; for a
// failure also what should have been seen and what was. Tabs stand in between.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/summerwind/h2spec/config"
	"github.com/summerwind/h2spec/generic"
	"github.com/summerwind/h2spec/hpack"
	"github.com/summerwind/h2spec/http2"
	"github.com/summerwind/h2spec/spec"
)

// maxHeaderLen makes five headers longer than the largest frame that upstream's server takes
// (256 KiB), and one of them much shorter than the header list may be.
const maxHeaderLen = 70_000

// patience is how long a case waits for what must come.
const patience = time.Second

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 2 {
		return errors.New("usage: h2spec PORT PATH [SECTION ...]")
	}
	port, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	target := &config.Config{
		Host:         "127.0.0.1",
		Port:         port,
		Path:         args[1],
		Timeout:      patience,
		MaxHeaderLen: maxHeaderLen,
		Strict:       true,
		TLS:          true,
		Insecure:     true,
		Sections:     args[2:],
	}
	// What it prints by itself is for people.
	out := os.Stdout
	os.Stdout = os.Stderr
	for _, group := range []*spec.TestGroup{generic.Spec(), http2.Spec(), hpack.Spec()} {
		group.Test(target)
		report(out, group)
	}
	return nil
}

func report(out io.Writer, group *spec.TestGroup) {
	for _, each := range append(group.Tests, group.StrictTests...) {
		result := each.Result
		if result == nil {
			continue
		}
		line := []string{"passed", fmt.Sprintf("%s/%d", group.ID(), result.Sequence), each.Desc}
		if result.Skipped {
			line[0] = "skipped"
		} else if result.Failed {
			line[0] = "failed"
			line = append(line, detail(result.Error)...)
		}
		fmt.Fprintln(out, strings.Join(line, "\t"))
	}
	for _, each := range group.Groups {
		report(out, each)
	}
}

// detail is what was expected and what came.
func detail(err error) []string {
	var mismatch *spec.TestError
	if errors.As(err, &mismatch) {
		return []string{"expected " + strings.Join(mismatch.Expected, " or "), "got " + mismatch.Actual}
	}
	return []string{err.Error()}
}
