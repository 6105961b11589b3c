package kubernetes

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
)

// process is a program that ends with the simulator, however that ends.
type process struct {
	name    string
	logPath string
	command *exec.Cmd
	ended   chan struct{}
}

// startProcess starts a program; what it prints is appended to a file. It reaches nothing but the loopback range: names
// and other addresses go to a proxy that does not exist.
func startProcess(name, program string, args []string, logPath string) (*process, error) {
	log, err := os.OpenFile(logPath, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the log of %s cannot be opened: %w", name, err)
	}

	const nowhere = "http://127.0.0.1:1"

	command := exec.Command(program, args...)
	command.Env = []string{
		"HTTP_PROXY=" + nowhere, "HTTPS_PROXY=" + nowhere, "PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"),
	}
	command.Stdout, command.Stderr = log, log
	dieWithParent(command)

	p := &process{name: name, logPath: logPath, command: command, ended: make(chan struct{})}
	started := make(chan error)

	go func() {
		// the child dies with the thread that has started it
		runtime.LockOSThread()
		defer log.Close() //nolint:errcheck

		err := command.Start()
		started <- err

		if err != nil {
			return
		}

		_ = command.Wait() // the log says why
		close(p.ended)
	}()

	if err := <-started; err != nil {
		return nil, fmt.Errorf("%s cannot be started: %w", name, err)
	}

	return p, nil
}

func (p *process) isRunning() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

func (p *process) stop() {
	_ = p.command.Process.Kill() // it may have ended
	<-p.ended
}

// fault is an error with the line of the log that says why the process has ended.
func (p *process) fault() error {
	content, err := os.ReadFile(p.logPath)
	if err != nil {
		return fmt.Errorf("%s has ended", p.name)
	}

	return fmt.Errorf("%s has ended: %s", p.name, tellingLine(content))
}

// klogHead is time, thread and place at the beginning of a line.
var klogHead = regexp.MustCompile(`^[IWEF]\d{4} \S+\s+\d+ \S+\] `)

// tellingLine finds the line of a log that says why a program has ended: the last error, else the last line.
func tellingLine(log []byte) string {
	var last, lastError string

	scanner := bufio.NewScanner(bytes.NewReader(log))
	scanner.Buffer(nil, 1<<20)

	for scanner.Scan() {
		line := strings.TrimSpace(scanner.Text())
		if line == "" {
			continue
		}

		last = klogHead.ReplaceAllString(line, "")

		isError := strings.HasPrefix(line, "Error:") || klogHead.MatchString(line) && (line[0] == 'E' || line[0] == 'F') ||
			strings.Contains(line, `"level":"error"`) || strings.Contains(line, `"level":"fatal"`)
		if isError {
			lastError = last
		}
	}

	if lastError != "" {
		return lastError
	}

	return last
}
