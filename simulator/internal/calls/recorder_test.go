package calls_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"cdktf-proxmox-talos/simulator/internal/calls"
)

func call(method, path string) *calls.Call {
	return &calls.Call{Service: calls.Proxmox, Target: "main", Method: method, Path: path}
}

func TestJournalHoldsACallOnceItHasEnded(t *testing.T) {
	var journal bytes.Buffer

	recorder := calls.NewRecorder(&journal)
	first, second := call("GET", "/a"), call("POST", "/b")
	recorder.Begin(first)
	recorder.Begin(second)

	second.Status = "200"
	recorder.End(*second)

	var line calls.Call
	if err := json.Unmarshal(journal.Bytes(), &line); err != nil || line.Number != 2 || line.Path != "/b" || line.Status != "200" {
		t.Fatalf("%v: %s", err, journal.String())
	}

	if all := recorder.Calls(0); len(all) != 2 || all[0].Status != "" || all[1].Status != "200" {
		t.Errorf("got %+v", all)
	}

	if later := recorder.Calls(1); len(later) != 1 || later[0].Path != "/b" {
		t.Errorf("got %+v", later)
	}

	if none := recorder.Calls(99); len(none) != 0 {
		t.Errorf("got %+v", none)
	}
}

func TestWhichCallsMeetAFault(t *testing.T) {
	for name, row := range map[string]struct {
		rule calls.Rule
		want string // one letter for each of four GETs of /a and then a POST of /a/b
	}{
		"every call":           {calls.Rule{}, "xxxxx"},
		"one method":           {calls.Rule{Method: "POST"}, "----x"},
		"a whole path":         {calls.Rule{Path: "/a"}, "xxxx-"},
		"a pattern":            {calls.Rule{Path: "/a/.*"}, "----x"},
		"from the third on":    {calls.Rule{Path: "/a", Nth: 3}, "--xx-"},
		"the second only":      {calls.Rule{Path: "/a", Nth: 2, Times: 1}, "-x---"},
		"the first two":        {calls.Rule{Times: 2}, "xx---"},
		"another service":      {calls.Rule{Service: calls.Talos}, "-----"},
		"another target":       {calls.Rule{Target: "attic"}, "-----"},
		"service and target":   {calls.Rule{Service: calls.Proxmox, Target: "main"}, "xxxxx"},
		"a part of the path":   {calls.Rule{Path: "a"}, "-----"},
		"one path or another":  {calls.Rule{Path: "/a|/a/b", Nth: 4}, "---xx"},
		"behind the last call": {calls.Rule{Nth: 6}, "-----"},
	} {
		recorder := calls.NewRecorder(&bytes.Buffer{})
		row.rule.Action = calls.ActionStatus

		if err := recorder.AddFaults(row.rule); err != nil {
			t.Fatal(err)
		}

		got := ""

		for _, each := range []*calls.Call{call("GET", "/a"), call("GET", "/a"), call("GET", "/a"), call("GET", "/a"), call("POST", "/a/b")} {
			if recorder.Begin(each) == nil {
				got += "-"
			} else {
				got += "x"
			}
		}

		if got != row.want {
			t.Errorf("%s: got %s, want %s", name, got, row.want)
		}
	}
}

func TestTheFirstRuleWinsAndAllCount(t *testing.T) {
	recorder := calls.NewRecorder(&bytes.Buffer{})
	if err := recorder.AddFaults(
		calls.Rule{Action: calls.ActionDrop, Times: 1},
		calls.Rule{Action: calls.ActionSlow, Nth: 2},
	); err != nil {
		t.Fatal(err)
	}

	for _, want := range []calls.Action{calls.ActionDrop, calls.ActionSlow} {
		if fault := recorder.Begin(call("GET", "/a")); fault == nil || fault.Action != want {
			t.Errorf("got %+v, want %s", fault, want)
		}
	}
}

func TestFaultyRulesAreRefusedAndNoneIsAdded(t *testing.T) {
	for want, rule := range map[string]calls.Rule{
		`fault with the action "explode"; write status, hang, drop, slow, task or hold`: {Action: "explode"},
		`fault with a negative number: nth -1, times 0, delayMs 0`:                      {Action: calls.ActionDrop, Nth: -1},
		`fault with the path "(", which is no regular expression`:                       {Action: calls.ActionDrop, Path: "("},
	} {
		recorder := calls.NewRecorder(&bytes.Buffer{})

		err := recorder.AddFaults(calls.Rule{Action: calls.ActionDrop}, rule)
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}

		if fault := recorder.Begin(call("GET", "/a")); fault != nil {
			t.Errorf("a rule beside a faulty one was added: %+v", fault)
		}
	}
}

func TestAHeldCallIsToldAndLetGo(t *testing.T) {
	recorder := calls.NewRecorder(&bytes.Buffer{})
	if err := recorder.AddFaults(calls.Rule{Action: calls.ActionHold}); err != nil {
		t.Fatal(err)
	}

	held := call("POST", "/a")
	recorder.Begin(held)

	let := make(chan struct{})

	go func() {
		recorder.Hold(context.Background(), *held)
		close(let)
	}()

	told, err := recorder.AwaitHeld(context.Background())
	if err != nil || told.Number != held.Number {
		t.Fatalf("%v: %+v", err, told)
	}

	recorder.ClearFaults()
	<-let

	ended, cancel := context.WithCancel(context.Background())
	cancel()

	if _, err := recorder.AwaitHeld(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("a call is held still: %v", err)
	}
}
