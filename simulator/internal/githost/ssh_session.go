package githost

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"cdktf-proxmox-talos/simulator/internal/calls"
)

// endPause is how long a session stays open for a client that says nothing more and does not end it.
const endPause = time.Second

// session is one command of a client.
type session struct {
	server  *sshServer
	channel ssh.Channel
	key     ssh.PublicKey
	// protocol is what the client asks for in GIT_PROTOCOL.
	protocol string
	// connected ends when the client has gone; its command ends by itself then.
	connected context.Context
	drop      func()
}

func (s *session) serve(ctx context.Context, requests <-chan *ssh.Request) {
	defer func() { _ = s.channel.Close() }()

	for request := range requests {
		switch request.Type {
		case "env":
			var variable struct{ Name, Value string }
			known := ssh.Unmarshal(request.Payload, &variable) == nil && variable.Name == "GIT_PROTOCOL"

			if known {
				s.protocol = variable.Value
			}

			_ = request.Reply(known, nil)
		case "exec":
			var command struct{ Command string }
			if ssh.Unmarshal(request.Payload, &command) != nil {
				_ = request.Reply(false, nil)

				return
			}

			_ = request.Reply(true, nil)

			go ssh.DiscardRequests(requests)

			s.exit(s.record(ctx, command.Command))
			s.awaitEnd()

			return
		case "shell":
			_ = request.Reply(true, nil)
			_, _ = io.WriteString(s.channel.Stderr(), "You've successfully authenticated, but Gitea does not provide shell access.\n")
			s.exit(1)

			return
		default:
			_ = request.Reply(false, nil)
		}
	}
}

func (s *session) exit(code int) {
	_, _ = s.channel.SendRequest("exit-status", false, ssh.Marshal(struct{ Code uint32 }{uint32(code)}))
}

// awaitEnd lets the client close its side first: go-git takes it for an error if the session ends before.
func (s *session) awaitEnd() {
	ended := make(chan struct{})

	go func() {
		defer close(ended)

		_, _ = io.Copy(io.Discard, s.channel)
	}()

	select {
	case <-ended:
	case <-s.connected.Done():
	case <-time.After(endPause):
	}
}

// record writes a command into the journal and injects faults into it.
func (s *session) record(ctx context.Context, text string) (exitCode int) {
	call := calls.Call{
		Service:   calls.Git,
		Target:    s.server.host.sshListen,
		Method:    "exec",
		Path:      text,
		Arguments: map[string]string{"key": ssh.FingerprintSHA256(s.key)},
	}
	recorder := s.server.recorder
	fault := recorder.Begin(&call)
	answered := true

	defer func() {
		if answered {
			call.Status = strconv.Itoa(exitCode)
		}

		recorder.End(call)
	}()

	if fault == nil {
		return s.run(ctx, text, s.channel)
	}

	switch fault.Action {
	case calls.ActionStatus:
		return s.refuse(fault.Message, max(fault.Status, 1))
	case calls.ActionHang:
		recorder.Hang(s.connected)

		fallthrough
	case calls.ActionDrop:
		answered = false

		s.drop()

		return 1
	case calls.ActionSlow:
		select {
		case <-time.After(time.Duration(fault.DelayMS) * time.Millisecond):
		case <-s.connected.Done():
		}

		return s.run(ctx, text, s.channel)
	case calls.ActionHold:
		// while a client fetches, answers and questions alternate: there only the end is held
		if !strings.HasPrefix(text, "git-receive-pack") {
			exitCode = s.run(ctx, text, s.channel)
			call.Status = strconv.Itoa(exitCode)
			recorder.Hold(s.connected, call)

			return exitCode
		}

		kept := &keptAnswer{channel: s.channel}
		exitCode = s.run(ctx, text, kept)
		call.Status = strconv.Itoa(exitCode)
		recorder.Hold(s.connected, call)
		kept.release()

		return exitCode
	default:
		return s.refuse(fmt.Sprintf("the fault %s is none that Git can have", fault.Action), 1)
	}
}

// run performs a command; stream is where the client is spoken to.
func (s *session) run(ctx context.Context, text string, stream io.ReadWriter) (exitCode int) {
	service, owner, name, err := parseCommand(text)
	if err != nil {
		return s.refuse(err.Error(), 1)
	}

	host := s.server.host

	found := host.find(owner, name)
	if found == nil {
		return s.refuse(fmt.Sprintf("Gitea: Repository %s/%s not found", owner, name), 1)
	}

	if err := host.authorize(s.key, found, service == "receive-pack"); err != nil {
		return s.refuse("Gitea: "+err.Error(), 1)
	}

	program := exec.CommandContext(ctx, host.program, service, host.directoryOf(found))
	program.Dir = host.directory
	program.Env = host.gitEnvironment()
	program.Stdout = stream
	program.Stderr = s.channel.Stderr()

	if s.protocol != "" {
		program.Env = append(program.Env, "GIT_PROTOCOL="+s.protocol)
	}

	// not by program.Stdin: it would wait for a client that has nothing more to say
	input, err := program.StdinPipe()
	if err != nil {
		return s.refuse(fmt.Sprintf("git cannot be started: %v", err), 1)
	}

	if err := program.Start(); err != nil {
		return s.refuse(fmt.Sprintf("git cannot be started: %v", err), 1)
	}

	go func() {
		_, _ = io.Copy(input, stream)
		_ = input.Close()
	}()

	_ = program.Wait()

	if code := program.ProcessState.ExitCode(); code >= 0 {
		return code
	}

	return 1 // ended by a signal
}

func (s *session) refuse(message string, exitCode int) int {
	_, _ = io.WriteString(s.channel.Stderr(), message+"\n")

	return exitCode
}

// parseCommand reads git-upload-pack '/owner/name.git'.
func parseCommand(text string) (service, owner, name string, err error) {
	program, argument, _ := strings.Cut(text, " ")

	service, isGit := strings.CutPrefix(program, "git-")
	if !isGit || (service != "upload-pack" && service != "receive-pack") {
		return "", "", "", fmt.Errorf("the command is %q; only git-upload-pack and git-receive-pack are served", text)
	}

	path := strings.TrimPrefix(strings.Trim(argument, "'"), "/")

	owner, name, found := strings.Cut(strings.TrimSuffix(path, ".git"), "/")
	if !found || strings.ContainsAny(owner+name, "/'\\ ") {
		return "", "", "", fmt.Errorf("the repository is %q; write '/owner/name.git'", argument)
	}

	return service, owner, name, nil
}

// keptAnswer holds back what is said after the client has begun to speak: the answer to a push.
type keptAnswer struct {
	channel ssh.Channel

	mu      sync.Mutex
	spoken  bool
	content []byte
}

func (k *keptAnswer) Read(into []byte) (int, error) {
	count, err := k.channel.Read(into)

	k.mu.Lock()
	defer k.mu.Unlock()
	k.spoken = k.spoken || count > 0

	return count, err
}

func (k *keptAnswer) Write(content []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()

	if !k.spoken {
		return k.channel.Write(content)
	}

	k.content = append(k.content, content...)

	return len(content), nil
}

func (k *keptAnswer) release() {
	k.mu.Lock()
	defer k.mu.Unlock()
	_, _ = k.channel.Write(k.content)
}
