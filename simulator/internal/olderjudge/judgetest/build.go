// Package judgetest has the judge of older releases for tests.
package judgetest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"cdktf-proxmox-talos/simulator/internal/olderjudge"
)

// Judge is the program that Run has built.
var Judge olderjudge.Judge

// Run builds the judge, runs the tests of a package with it and takes it away again. It returns the exit code.
func Run(tests *testing.M) int {
	directory, err := os.MkdirTemp("", "judge-")
	if err != nil {
		return failed(err)
	}

	defer func() { _ = os.RemoveAll(directory) }()

	program := filepath.Join(directory, "judge")
	if err := build(program); err != nil {
		return failed(err)
	}

	Judge = olderjudge.Judge(program)

	return tests.Run()
}

func build(program string) error {
	_, file, _, _ := runtime.Caller(0)
	command := exec.Command("go", "build", "-buildvcs=false", "-ldflags=-s -w", "-o", program, "./native")
	command.Dir = filepath.Join(filepath.Dir(file), "..", "..", "..", "..", "judge", "source")
	command.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=-mod=readonly")
	command.Stderr = os.Stderr

	return command.Run()
}

func failed(err error) int {
	fmt.Fprintln(os.Stderr, "the judge of older releases could not be built:", err)

	return 1
}
