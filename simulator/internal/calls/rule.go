package calls

import (
	"fmt"
	"regexp"
)

// Action is what happens to a call that meets a fault.
type Action string

// The actions.
const (
	// ActionStatus answers with an error and does not perform the call.
	ActionStatus Action = "status"
	// ActionHang never answers and does not perform the call.
	ActionHang Action = "hang"
	// ActionDrop closes the connection and does not perform the call.
	ActionDrop Action = "drop"
	// ActionSlow performs the call after a delay.
	ActionSlow Action = "slow"
	// ActionTask performs the call; the Proxmox VE task that it starts ends with an error.
	ActionTask Action = "task"
	// ActionHold performs the call and keeps its answer back until it is released: the moment to end the caller.
	ActionHold Action = "hold"
)

// Rule says which calls meet which fault. Empty fields match every call.
type Rule struct {
	Service Service `json:"service,omitempty"`
	Target  string  `json:"target,omitempty"`
	Method  string  `json:"method,omitempty"`
	// Path is a regular expression that the whole path matches.
	Path string `json:"path,omitempty"`
	// Nth is the first matching call that meets the fault, counted from 1 since the rule was added; 0 is the first.
	Nth int `json:"nth,omitempty"`
	// Times is how many calls meet it from there on; 0 is all of them.
	Times  int    `json:"times,omitempty"`
	Action Action `json:"action"`
	// Status is an HTTP status, or the number of a gRPC code, or an exit code; 0 is 500, UNAVAILABLE or 1.
	Status int `json:"status,omitempty"`
	// Message is the text of the error, or of the end of the task.
	Message string `json:"message,omitempty"`
	// DelayMS is the delay of a slow call in milliseconds.
	DelayMS int `json:"delayMs,omitempty"`
}

// counted is a rule in use.
type counted struct {
	Rule
	path *regexp.Regexp
	seen int
}

func compile(rule Rule) (*counted, error) {
	switch rule.Action {
	case ActionStatus, ActionHang, ActionDrop, ActionSlow, ActionTask, ActionHold:
	default:
		return nil, fmt.Errorf("fault with the action %q; write status, hang, drop, slow, task or hold", rule.Action)
	}

	if rule.Nth < 0 || rule.Times < 0 || rule.DelayMS < 0 {
		return nil, fmt.Errorf("fault with a negative number: nth %d, times %d, delayMs %d", rule.Nth, rule.Times, rule.DelayMS)
	}

	path, err := regexp.Compile("^(?:" + rule.Path + ")$")
	if err != nil {
		return nil, fmt.Errorf("fault with the path %q, which is no regular expression: %w", rule.Path, err)
	}

	return &counted{Rule: rule, path: path}, nil
}

// meets counts the call if it matches, and says whether it is one of those that the fault is for.
func (c *counted) meets(call *Call) bool {
	matches := (c.Service == "" || c.Service == call.Service) &&
		(c.Target == "" || c.Target == call.Target) &&
		(c.Method == "" || c.Method == call.Method) &&
		(c.Rule.Path == "" || c.path.MatchString(call.Path))
	if !matches {
		return false
	}

	c.seen++
	first := max(c.Nth, 1)

	return c.seen >= first && (c.Times == 0 || c.seen < first+c.Times)
}
