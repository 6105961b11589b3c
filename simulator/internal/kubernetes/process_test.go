package kubernetes

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"cdktf-proxmox-talos/simulator/internal/calls"
)

const parentVariable = "PROCESS_TEST_LOG"

// TestMain is the simulator that is killed, when it is started as such.
func TestMain(m *testing.M) {
	if log := os.Getenv(parentVariable); log != "" {
		process, err := startProcess("sleep", "/bin/sleep", []string{"60"}, log)
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}

		fmt.Println(process.command.Process.Pid)
		select {}
	}

	os.Exit(m.Run())
}

func TestProcessesEndWithASimulatorThatIsKilled(t *testing.T) {
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), parentVariable+"="+filepath.Join(t.TempDir(), "log"))

	output, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}

	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}

	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}

	child, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(line)
	}

	if err := syscall.Kill(child, 0); err != nil {
		t.Fatal("the child does not run")
	}

	_ = parent.Process.Kill()
	_ = parent.Wait()

	eventually(t, "the child", func() error {
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", child))
		if err != nil || strings.Contains(string(status), ") Z ") {
			return nil
		}

		return fmt.Errorf("still runs: %s", status)
	})
}

func TestTellingLine(t *testing.T) {
	for log, wanted := range map[string]string{
		"":                              "",
		"one\ntwo\n\n":                  "two",
		"Error: unknown flag: --nope\n": "Error: unknown flag: --nope",
		"E1124 13:59:05.346577    8564 run.go:72] \"command failed\" err=\"no\"\nI1124 13:59:05.34    8564 a.go:1] bye": `"command failed" err="no"`,
		`{"level":"fatal","msg":"discovery failed"}` + "\nbye":                                                          `{"level":"fatal","msg":"discovery failed"}`,
	} {
		if got := tellingLine([]byte(log)); got != wanted {
			t.Errorf("%q: got %q", log, got)
		}
	}
}

func TestStartRefusesWhatIsNoProgram(t *testing.T) {
	text := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(text, nil, 0o600); err != nil {
		t.Fatal(err)
	}

	for _, path := range []string{"", t.TempDir(), text} {
		_, err := Start(t.Context(), Config{APIServer: "/bin/sleep", Etcd: path}, Dependencies{
			Recorder: calls.NewRecorder(os.Stderr), StateDirectory: t.TempDir(),
		})

		wanted := fmt.Sprintf("kubernetes.etcd is %q, which is no program; npm run --silent toolchain -- --print etcd prints its path", path)
		if err == nil || err.Error() != wanted {
			t.Error(err)
		}
	}
}
