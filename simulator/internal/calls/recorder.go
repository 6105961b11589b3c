package calls

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"time"
)

// Recorder writes the journal and decides which calls meet a fault.
type Recorder struct {
	mu      sync.Mutex
	journal io.Writer
	calls   []Call
	rules   []*counted
	held    map[int]*holding
	changed chan struct{}
}

type holding struct {
	call     Call
	released chan struct{}
}

// NewRecorder returns a recorder that writes a line of JSON for each call that has ended.
func NewRecorder(journal io.Writer) *Recorder {
	return &Recorder{journal: journal, held: map[int]*holding{}, changed: make(chan struct{})}
}

// Begin numbers a call and returns the fault that it meets, or nil.
func (r *Recorder) Begin(call *Call) *Rule {
	r.mu.Lock()
	defer r.mu.Unlock()

	call.Number = len(r.calls) + 1
	call.Time = time.Now().UTC()
	r.calls = append(r.calls, *call)

	var fault *Rule

	for _, rule := range r.rules {
		// every rule counts, also behind one that has been met
		if rule.meets(call) && fault == nil {
			fault = &rule.Rule
		}
	}

	if fault != nil {
		call.Fault = fault.Action
	}

	return fault
}

// End writes a call that Begin has numbered into the journal.
func (r *Recorder) End(call Call) {
	r.mu.Lock()
	defer r.mu.Unlock()

	r.calls[call.Number-1] = call

	line, err := json.Marshal(call)
	if err == nil {
		_, err = r.journal.Write(append(line, '\n'))
	}

	if err != nil {
		panic(fmt.Sprintf("the journal cannot be written: %v", err))
	}
}

// Calls returns the calls with a number above the given one, also those without an answer so far.
func (r *Recorder) Calls(after int) []Call {
	r.mu.Lock()
	defer r.mu.Unlock()

	return append([]Call{}, r.calls[min(max(after, 0), len(r.calls)):]...)
}

// AddFaults puts rules after those that are there; with a faulty one among them nothing is added.
func (r *Recorder) AddFaults(rules ...Rule) error {
	added := make([]*counted, 0, len(rules))

	for _, rule := range rules {
		compiled, err := compile(rule)
		if err != nil {
			return err
		}

		added = append(added, compiled)
	}

	r.mu.Lock()
	defer r.mu.Unlock()
	r.rules = append(r.rules, added...)

	return nil
}

// ClearFaults removes all rules and lets go whatever they hold or have made hang.
func (r *Recorder) ClearFaults() {
	r.mu.Lock()
	defer r.mu.Unlock()

	r.rules = nil

	for number, holding := range r.held {
		close(holding.released)
		delete(r.held, number)
	}

	close(r.changed)
	r.changed = make(chan struct{})
}

// Hold keeps the answer of a performed call back until ClearFaults, or until the caller has gone.
func (r *Recorder) Hold(ctx context.Context, call Call) {
	r.mu.Lock()
	holding := &holding{call: call, released: make(chan struct{})}
	r.held[call.Number] = holding
	close(r.changed)
	r.changed = make(chan struct{})
	r.mu.Unlock()

	select {
	case <-holding.released:
	case <-ctx.Done():
		r.mu.Lock()
		delete(r.held, call.Number)
		r.mu.Unlock()
	}
}

// AwaitHeld returns a call whose answer is held, as soon as there is one.
func (r *Recorder) AwaitHeld(ctx context.Context) (Call, error) {
	for {
		r.mu.Lock()
		changed := r.changed

		for _, holding := range r.held {
			r.mu.Unlock()

			return holding.call, nil
		}

		r.mu.Unlock()

		select {
		case <-changed:
		case <-ctx.Done():
			return Call{}, ctx.Err()
		}
	}
}

// Hang waits until ClearFaults or until the caller has gone.
func (r *Recorder) Hang(ctx context.Context) {
	r.mu.Lock()
	changed := r.changed
	rules := len(r.rules)
	r.mu.Unlock()

	for rules > 0 {
		select {
		case <-ctx.Done():
			return
		case <-changed:
		}

		r.mu.Lock()
		changed, rules = r.changed, len(r.rules)
		r.mu.Unlock()
	}
}
