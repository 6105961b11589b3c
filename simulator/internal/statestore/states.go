package statestore

import (
	"bytes"
	"encoding/json"
	"sync"
)

// states are the states of the http backend with their locks.
type states struct {
	mu      sync.Mutex
	content map[string][]byte
	locks   map[string]lock
}

// lock is who holds a state, as OpenTofu sent it.
type lock struct {
	id   string
	info []byte
}

func newStates() *states {
	return &states{content: map[string][]byte{}, locks: map[string]lock{}}
}

func parseLock(info []byte) (lock, error) {
	var parsed struct{ ID string }
	err := json.Unmarshal(info, &parsed)

	return lock{id: parsed.ID, info: info}, err
}

func (s *states) get(path string) ([]byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()

	content, found := s.content[path]

	return bytes.Clone(content), found
}

// change stores a state, or removes it with nil, if nobody else holds it; otherwise it returns the holder.
func (s *states) change(path, id string, content []byte) (holder lock, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()

	holder, held := s.locks[path]

	switch {
	case held && holder.id != id:
		return holder, errHeld
	case !held && id != "":
		return lock{}, errNotLocked
	case content == nil:
		delete(s.content, path)
	default:
		s.content[path] = content
	}

	return holder, nil
}

// lock takes a lock; if somebody has it, it returns the holder.
func (s *states) lock(path string, wanted lock) (holder lock, free bool) {
	s.mu.Lock()
	defer s.mu.Unlock()

	if holder, held := s.locks[path]; held {
		return holder, false
	}

	s.locks[path] = wanted

	return wanted, true
}

// unlock gives a lock back; if somebody else has it, it returns the holder.
func (s *states) unlock(path, id string) (holder lock, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()

	holder, held := s.locks[path]

	switch {
	case !held:
		return lock{}, errNotLocked
	case holder.id != id:
		return holder, errHeld
	default:
		delete(s.locks, path)

		return holder, nil
	}
}

func (s *states) inventory() []Stored {
	s.mu.Lock()
	defer s.mu.Unlock()

	var inventory []Stored

	for path, content := range s.content {
		_, locked := s.locks[path]
		inventory = append(inventory, Stored{Path: path, Bytes: len(content), Locked: locked})
	}

	for path := range s.locks {
		if _, stored := s.content[path]; !stored {
			inventory = append(inventory, Stored{Path: path, Locked: true})
		}
	}

	return inventory
}
