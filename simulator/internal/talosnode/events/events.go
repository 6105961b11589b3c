// Package events is what a machine tells of itself from one boot to the next. With the reboot it is lost.
package events

import (
	"context"
	"fmt"
	"sync"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
)

// Log keeps all events of one boot.
type Log struct {
	mu      sync.Mutex
	events  []*machineapi.Event
	closed  bool
	changed chan struct{}
}

// NewLog returns an empty log.
func NewLog() *Log { return &Log{changed: make(chan struct{})} }

// Publish adds an event; actor is the id of the action that it belongs to, or empty.
func (l *Log) Publish(actor string, payload proto.Message) {
	event, err := encode(actor, payload)
	if err != nil {
		panic(err) // messages of the API marshal
	}

	l.mu.Lock()
	defer l.mu.Unlock()

	event.Id = fmt.Sprintf("%020d", len(l.events)+1)
	l.events = append(l.events, event)
	l.wake()
}

// Close ends the streams, once they have sent what there is.
func (l *Log) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()

	l.closed = true
	l.wake()
}

// Watch sends an empty event, then those that are asked for and all that come, until the log is closed.
func (l *Log) Watch(ctx context.Context, request *machineapi.EventsRequest, send func(*machineapi.Event) error) error {
	position, err := l.start(request)
	if err != nil {
		return err
	}

	hello, err := encode(request.GetWithActorId(), nil)
	if err != nil {
		return err
	}

	if err := send(hello); err != nil {
		return err
	}

	for {
		event, closed, changed := l.at(position)

		switch {
		case event != nil:
			position++

			if actor := request.GetWithActorId(); actor != "" && actor != event.GetActorId() {
				continue
			}

			if err := send(event); err != nil {
				return err
			}
		case closed:
			return nil
		default:
			select {
			case <-changed:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
}

func (l *Log) start(request *machineapi.EventsRequest) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()

	switch {
	case request.GetTailEvents() < 0:
		return 0, nil
	case request.GetTailEvents() > 0:
		return max(0, len(l.events)-int(request.GetTailEvents())), nil
	case request.GetTailId() != "":
		for position, event := range l.events {
			if event.GetId() > request.GetTailId() {
				return position, nil
			}
		}

		return len(l.events), nil
	case request.GetTailSeconds() != 0:
		return 0, fmt.Errorf("tail_seconds %d: the simulated node keeps no times; use tail_events", request.GetTailSeconds())
	default:
		return len(l.events), nil
	}
}

func (l *Log) at(position int) (*machineapi.Event, bool, <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()

	if position < len(l.events) {
		// a stream that forwards adds its own metadata
		return proto.CloneOf(l.events[position]), false, nil
	}

	return nil, l.closed, l.changed
}

func (l *Log) wake() {
	close(l.changed)
	l.changed = make(chan struct{})
}

func encode(actor string, payload proto.Message) (*machineapi.Event, error) {
	if payload == nil {
		return &machineapi.Event{ActorId: actor, Data: &anypb.Any{}}, nil
	}

	value, err := proto.Marshal(payload)
	if err != nil {
		return nil, err
	}

	return &machineapi.Event{
		ActorId: actor,
		Data:    &anypb.Any{TypeUrl: "talos/runtime/" + string(payload.ProtoReflect().Descriptor().FullName()), Value: value},
	}, nil
}
