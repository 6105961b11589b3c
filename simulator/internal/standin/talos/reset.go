package talos

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/client"
	"google.golang.org/grpc/codes"

	"cdktf-proxmox-talos/simulator/internal/standin"
)

// resetOnDestroy does nothing unless on_destroy.reset stands in the state.
func resetOnDestroy(ctx context.Context, state standin.Values) error {
	if !standin.Bool(standin.At(state, "on_destroy", "reset")) {
		return nil
	}

	if state["client_configuration"].IsNull() {
		return &standin.Fault{Summary: "Client configuration issue during destroy",
			Detail: "both client_configuration and client_configuration_wo are null\n\n" +
				"Note: If you're using client_configuration_wo (write-only), it's not available during destroy. " +
				"Use client_configuration instead if you need on_destroy.reset functionality."}
	}

	called, err := nodeOf(state, state)
	if err != nil {
		return err
	}

	limit, err := timeout(state, "delete")
	if err != nil {
		return err
	}

	err = called.call(ctx, func(ctx context.Context, c *client.Client) error {
		ctx, cancel := context.WithTimeout(ctx, limit)
		defer cancel()

		return reset{
			node:   called,
			client: c,
			reboot: standin.Bool(standin.At(state, "on_destroy", "reboot")),
			request: &machineapi.ResetRequest{
				Graceful: standin.Bool(standin.At(state, "on_destroy", "graceful")),
				Reboot:   standin.Bool(standin.At(state, "on_destroy", "reboot")),
				SystemPartitionsToWipe: []*machineapi.ResetPartitionSpec{
					{Label: "STATE", Wipe: true},
					{Label: "EPHEMERAL", Wipe: true},
				},
			},
		}.run(ctx)
	})
	if err != nil {
		return &standin.Fault{Summary: "Error resetting machine", Detail: err.Error()}
	}

	return nil
}

// reset tracks one reset of a node by the events of the node.
type reset struct {
	node    node
	client  *client.Client
	reboot  bool
	request *machineapi.ResetRequest
}

// run ends when the node stops its services, or with reboot when it is up again or back in maintenance mode.
func (r reset) run(ctx context.Context) error {
	// the provider compares versions here and goes on whatever the answer is
	_, _ = r.client.Version(client.WithNodes(ctx, r.node.address))

	events := &events{client: r.client, actor: make(chan string)}
	stopped := make(chan error, 1)

	// the events are watched while the reset is asked for: one that comes too soon is missed
	go func() { stopped <- again(ctx, func() error { return events.follow(ctx) }, codes.Unavailable) }()

	before := ""

	if r.reboot {
		id, err := r.bootID(ctx)
		if err != nil {
			return err
		}

		before = id
	}

	answer, err := r.client.ResetGenericWithResponse(ctx, r.request)
	if err != nil {
		return err
	}

	if len(answer.GetMessages()) == 0 {
		return errors.New("no messages returned from action run")
	}

	select {
	case events.actor <- answer.GetMessages()[0].GetActorId():
	case err := <-stopped:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}

	if err := <-stopped; err != nil || !r.reboot {
		return err
	}

	return again(ctx, func() error { return r.rebooted(ctx, before) }, codes.Unavailable, codes.Canceled)
}

// events are those of the node while it is reset.
type events struct {
	client *client.Client
	// actor is sent once, when the node has accepted the reset: its id in the events.
	actor chan string
	// known is that id; it is forgotten when the stream breaks, as in the provider.
	known string
	// tail is how many earlier events are wanted: none at first, all that the node remembers when the stream has broken.
	tail  int32
	hasID bool
}

// follow reads events until one says that services stop; of which action does not matter, as in the provider.
func (e *events) follow(ctx context.Context) error {
	results := make(chan client.EventResult)
	if err := e.client.EventsWatchV2(ctx, results, client.WithTailEvents(e.tail)); err != nil {
		return e.lost(err)
	}

	if !e.hasID {
		select {
		case e.known = <-e.actor:
			e.hasID = true
		case <-ctx.Done():
			return ctx.Err()
		}
	}

	return e.lost(e.read(ctx, results))
}

// lost remembers what follows from a stream that has broken.
func (e *events) lost(err error) error {
	if err != nil && isRepeated(err, codes.Unavailable) {
		e.tail, e.known = -1, ""
	}

	return err
}

func (e *events) read(ctx context.Context, results <-chan client.EventResult) error {
	for {
		select {
		case event := <-results:
			if event.Error != nil {
				return event.Error
			}

			if task, isTask := event.Event.Payload.(*machineapi.TaskEvent); isTask && task.GetTask() == "stopAllServices" {
				return nil
			}

			sequence, isSequence := event.Event.Payload.(*machineapi.SequenceEvent)
			if isSequence && event.Event.ActorID == e.known && sequence.GetError().GetMessage() != "" {
				return fmt.Errorf("sequence error: %s", sequence.GetError().GetMessage())
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// errNotYet is the answer of a node that has not rebooted.
var errNotYet = errors.New("didn't reboot yet")

func (r reset) rebooted(ctx context.Context, before string) error {
	insecure, err := r.node.unauthenticated(ctx)
	if err != nil {
		return err
	}

	defer insecure.Close() //nolint:errcheck // only asked whether it answers

	if _, err := insecure.Disks(client.WithNode(ctx, r.node.address)); err == nil {
		return nil
	}

	// a caller who may not read the boot id is not told whether it has changed
	id, err := r.bootID(ctx)
	if err != nil || before == "" {
		return err
	}

	if id == before {
		return errNotYet
	}

	return nil
}

// bootID is empty for a caller who may not read it.
func (r reset) bootID(ctx context.Context) (string, error) {
	reader, err := r.client.Read(ctx, "/proc/sys/kernel/random/boot_id")
	if err != nil {
		return "", err
	}

	defer reader.Close() //nolint:errcheck // all is read

	content, err := io.ReadAll(reader)
	if client.StatusCode(err) == codes.PermissionDenied {
		return "", nil
	}

	return strings.TrimSpace(string(content)), err
}

// again repeats every second what fails because the node cannot be reached or has not rebooted, and tells all errors.
func again(ctx context.Context, attempt func() error, repeated ...codes.Code) error {
	told := &errorSet{}

	for {
		err := attempt()
		if err == nil {
			return nil
		}

		told.add(err)

		if !isRepeated(err, repeated...) {
			return told
		}

		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			told.add(errors.New("timeout"))

			return told
		}
	}
}

func isRepeated(err error, repeated ...codes.Code) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, errNotYet) || slices.Contains(repeated, client.StatusCode(err))
}

// errorSet has each error once.
type errorSet struct{ texts []string }

func (e *errorSet) add(err error) {
	if !slices.Contains(e.texts, err.Error()) {
		e.texts = append(e.texts, err.Error())
	}
}

// Error lists them as the provider does.
func (e *errorSet) Error() string {
	return fmt.Sprintf("%d error(s) occurred:\n\t%s", len(e.texts), strings.Join(e.texts, "\n\t"))
}
