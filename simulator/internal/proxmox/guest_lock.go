package proxmox

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// lockPatience is how long whoever wants to work on a guest waits for another who does.
const lockPatience = 10 * time.Second

// holder takes a lock file, or gives up.
type holder func(ctx context.Context) (release func(), err error)

// ticket is a place in the queue for the lock file of the guest that a task works on. The caller holds the lock.
func (s *Server) ticket(of *task) holder {
	if of.locks == nil {
		return func(context.Context) (func(), error) { return func() {}, nil }
	}

	return s.queue(of.locks.id)
}

// queue is a place in the queue for the lock file of a guest, at once the first one where nobody has the file. Whoever works
// on a guest holds the file until it is done, and nobody else's work on the guest begins before; whoever waits gives up after
// lockPatience, as in Proxmox VE. The caller holds the lock.
//
// Beside the file there is the setting `lock` of a guest, which outlasts a task: whoever finds it does not wait.
func (s *Server) queue(id int) holder {
	file := s.lockFiles[id]
	if file == nil {
		file = make(chan struct{}, 1)
		s.lockFiles[id] = file
	}

	release := func() { <-file }

	select {
	case file <- struct{}{}:
		return func(context.Context) (func(), error) { return release, nil }
	default:
	}

	patience := s.patience

	return func(ctx context.Context) (func(), error) {
		timeout := time.NewTimer(patience)
		defer timeout.Stop()

		select {
		case file <- struct{}{}:
			return release, nil
		case <-timeout.C:
			return nil, refuse("can't lock file '/var/lock/qemu-server/lock-%d.conf' - got timeout", id)
		case <-ctx.Done():
			return nil, errors.New("interrupted by signal")
		}
	}
}

// hold takes the lock file of a guest. The caller does not hold the server's lock.
func (s *Server) hold(ctx context.Context, id int) (release func(), err error) {
	s.mu.Lock()
	wait := s.queue(id)
	s.mu.Unlock()

	return wait(ctx)
}

// holding answers a call while it has the lock file of the guest of the path. The call is slow: it takes the locks itself.
func holding(perform func(*request) (any, error)) func(*request) (any, error) {
	return func(r *request) (any, error) {
		r.server.mu.Lock()
		found, err := r.findGuest()
		r.server.mu.Unlock()

		if err != nil {
			return nil, err
		}

		release, err := r.server.hold(r.Context(), found.id)
		if err != nil {
			return nil, err
		}

		defer release()

		r.server.mu.Lock()
		defer r.server.mu.Unlock()

		return perform(r)
	}
}

// startOn begins a task that works on a guest: it holds the lock file, and fails if the guest is gone or is locked for
// something else by then. The caller holds the lock.
func (r *request) startOn(found *guest, kind string, do work) *task {
	return r.begin(&task{host: found.host, kind: kind, object: strconv.Itoa(found.id), locks: found, check: true}, do, nil)
}

// usable refuses a guest that is gone, or that something else is at work on. The caller does not hold the lock.
func (s *Server) usable(found *guest) error {
	s.mu.Lock()
	defer s.mu.Unlock()

	if s.guests[found.id] != found {
		return errors.New(found.configFile())
	}

	return found.free()
}

// whoHas returns why the number of a new guest is not free, or nil: virtual machines and containers share their numbers.
func (s *Server) whoHas(id int) error {
	if other := s.guests[id]; other != nil {
		return fmt.Errorf("VM %d already exists on node '%s'", id, other.host)
	}

	if host, _ := s.findContainer(id); host != nil {
		return fmt.Errorf("CT %d already exists on node '%s'", id, host.Name)
	}

	return nil
}
