package proxmox

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// answerGrace is how long a call waits for its task, so that clients find quick work done at their first look.
const answerGrace = 300 * time.Millisecond

// taskEpoch is when the first task began, as far as ids tell: ids do not depend on the clock.
const taskEpoch = 0x68000000

// task is work that a call has started and that goes on behind it.
type task struct {
	id     string
	host   string
	kind   string
	object string
	user   string
	number int
	// locks is the guest whose lock file the task holds while it runs, or nil; with check the guest must be free for it.
	locks  *guest
	check  bool
	cancel context.CancelFunc
	done   chan struct{}
	// log and exit are guarded by the server's lock; exit is empty while the task runs.
	log  []string
	exit string
}

// work is done by a task; it takes the server's lock itself where it needs it.
type work func(ctx context.Context, current *task) error

// start begins a task. The caller holds the lock.
//
// With an injected fault the work is not done; undo is called in its place and after work that has failed.
func (r *request) start(host, kind, object string, do work, undo func()) *task {
	return r.begin(&task{host: host, kind: kind, object: object}, do, undo)
}

// startHolding begins a task that holds the lock file of a guest while it runs.
func (r *request) startHolding(found *guest, kind string, do work, undo func()) *task {
	return r.begin(&task{host: found.host, kind: kind, object: strconv.Itoa(found.id), locks: found}, do, undo)
}

func (r *request) begin(current *task, do work, undo func()) *task {
	s := r.server
	ctx, cancel := context.WithCancel(s.ctx)
	number := len(s.tasks) + 1
	current.id = fmt.Sprintf("UPID:%s:%08X:%08X:%08X:%s:%s:%s:",
		current.host, 1000+number, number, taskEpoch+number, current.kind, current.object, r.caller.id)
	current.user, current.number = r.caller.id, number
	current.cancel, current.done = cancel, make(chan struct{})
	s.tasks = append(s.tasks, current)

	if fault := r.fault(); fault != nil {
		message := fault.Message
		if message == "" {
			message = "interrupted by signal"
		}

		do = func(context.Context, *task) error { return errors.New(message) }
	}

	// whoever comes first has the file first
	hold := s.ticket(current)

	s.running.Go(func() {
		defer cancel()
		s.perform(ctx, current, hold, do, undo)
	})

	return current
}

func (s *Server) perform(ctx context.Context, current *task, hold holder, do work, undo func()) {
	defer close(current.done)

	err := s.work(ctx, current, hold, do)

	s.mu.Lock()
	defer s.mu.Unlock()

	if err == nil {
		current.log = append(current.log, "TASK OK")
		current.exit = "OK"

		return
	}

	if undo != nil {
		undo()
	}

	current.log = append(current.log, "TASK ERROR: "+err.Error())
	current.exit = err.Error()
}

// work is what a task does, with the lock file that it needs; the file is free again before anybody sees that it is done.
func (s *Server) work(ctx context.Context, current *task, hold holder, do work) error {
	release, err := hold(ctx)
	if err != nil {
		return err
	}

	defer release()

	if current.check {
		if err := s.usable(current.locks); err != nil {
			return err
		}
	}

	if err := wait(ctx, time.Duration(s.config.TaskMS)*time.Millisecond); err != nil {
		return err
	}

	return do(ctx, current)
}

// locked is work that is done under the server's lock.
func (s *Server) locked(do func(current *task) error) work {
	return func(_ context.Context, current *task) error {
		s.mu.Lock()
		defer s.mu.Unlock()

		return do(current)
	}
}

// printf adds a line to the task's log. The caller holds the lock.
func (t *task) printf(format string, arguments ...any) {
	t.log = append(t.log, fmt.Sprintf(format, arguments...))
}

func wait(ctx context.Context, delay time.Duration) error {
	if delay > 0 {
		select {
		case <-time.After(delay):
		case <-ctx.Done():
		}
	}

	if ctx.Err() != nil {
		return errors.New("interrupted by signal")
	}

	return nil
}

func (r *request) findTask() (*task, error) {
	if _, err := r.findHost(); err != nil {
		return nil, err
	}

	for _, found := range r.server.tasks {
		if found.id == r.PathValue("task") && found.host == r.PathValue("node") {
			if userOf(found.user) == userOf(r.caller.id) {
				return found, nil
			}

			return found, r.need("/nodes/"+found.host, "Sys.Audit")
		}
	}

	return nil, refuse("no such task")
}

func taskStatus(r *request) (any, error) {
	found, err := r.findTask()
	if err != nil {
		return nil, err
	}

	status := map[string]any{
		"upid": found.id, "node": found.host, "type": found.kind, "id": found.object, "user": userOf(found.user),
		"pid": 1000 + found.number, "pstart": found.number, "starttime": taskEpoch + found.number, "status": "running",
	}

	if found.exit != "" {
		status["status"] = "stopped"
		status["exitstatus"] = found.exit
	}

	return status, nil
}

func taskLog(r *request) (any, error) {
	found, err := r.findTask()
	if err != nil {
		return nil, err
	}

	lines := []map[string]any{}
	for number, line := range found.log {
		lines = append(lines, map[string]any{"n": number + 1, "t": line})
	}

	return lines, nil
}

func stopTask(r *request) (any, error) {
	found, err := r.findTask()
	if err != nil {
		return nil, err
	}

	found.cancel()

	return nil, nil
}
