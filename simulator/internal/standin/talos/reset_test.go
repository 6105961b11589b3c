package talos_test

import (
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// TestResetDoesNotWaitForTheEvents has a node that shows its events only when it has taken the reset.
func TestResetDoesNotWaitForTheEvents(t *testing.T) {
	node := startNode(t, "127.25.2.13", nil)
	node.silentUntilReset = true

	provider := newProvider(t, nil)

	state, said := provider.Apply(applyType, nil, applied(t, node.address, content{"on_destroy": content{"reset": true}}))
	if len(said) > 0 {
		t.Fatal(said)
	}

	if left, said := provider.Destroy(applyType, state); left != nil || len(said) > 0 {
		t.Errorf("left %t, %q", left != nil, said)
	}
}

// TestResetWhoseEventIsMissed waits until its time is over, and tells all that went wrong meanwhile.
func TestResetWhoseEventIsMissed(t *testing.T) {
	node := startNode(t, "127.25.2.14", nil)
	node.missed = true
	node.fail = func(method string, number int) error {
		if method == "Events" && number > 1 {
			return status.Error(codes.Unavailable, "gone")
		}

		return nil
	}

	provider := newProvider(t, nil)

	state, said := provider.Apply(applyType, nil, applied(t, node.address, content{
		"on_destroy": content{"reset": true}, "timeouts": content{"delete": "1500ms"}}))
	if len(said) > 0 {
		t.Fatal(said)
	}

	left, said := provider.Destroy(applyType, state)
	if left == nil {
		t.Error("the machine is no longer in the state")
	}

	expectErrors(t, "a missed event", said, []string{"Error resetting machine: 3 error(s) occurred:\n\tEOF\n\t" +
		"error while watching events: rpc error: code = Unavailable desc = gone\n\ttimeout"})
}

// TestResetOfAMachineThatRefusesTheConnection fails at once: only a silent address takes the whole timeout.
func TestResetOfAMachineThatRefusesTheConnection(t *testing.T) {
	node := startNode(t, "127.25.2.15", nil)
	provider := newProvider(t, nil)

	state, said := provider.Apply(applyType, nil, applied(t, node.address, content{
		"on_destroy": content{"reset": true}, "timeouts": content{"delete": "10m"}}))
	if len(said) > 0 {
		t.Fatal(said)
	}

	node.stop()

	begun := time.Now()
	left, said := provider.Destroy(applyType, state)

	if elapsed := time.Since(begun); elapsed > time.Minute {
		t.Errorf("it took %s", elapsed)
	}

	if left == nil {
		t.Error("the machine is no longer in the state")
	}

	if len(said) != 1 || !strings.HasPrefix(said[0], "ERROR Error resetting machine: ") || !strings.Contains(said[0], "connection refused") {
		t.Errorf("said %q", said)
	}
}
