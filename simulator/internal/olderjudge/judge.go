// Package olderjudge asks Talos' library of releases before the one that this program is built with: one program holds one
// version of it, so it is a program of its own.
package olderjudge

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strings"

	"cdktf-proxmox-talos/judge/machineconfig"
)

// Since is the minor version of the release whose library this program has; the judge speaks for all before it.
const Since = 14

// Judge is the path of the program.
type Judge string

// Receive returns what a machine of an older release answers to a configuration, as far as it looks at nothing else.
func (j Judge) Receive(ctx context.Context, received machineconfig.Received) (warnings []string, refusal, err error) {
	question, err := json.Marshal(received)
	if err != nil {
		return nil, nil, err
	}

	command := exec.CommandContext(ctx, string(j), "receive")
	command.Stdin = bytes.NewReader(question)

	output, err := command.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			err = fmt.Errorf("%w: %s", err, strings.TrimSpace(string(exit.Stderr)))
		}

		return nil, nil, fmt.Errorf("judge of older releases: %w", err)
	}

	var answer machineconfig.Reception
	if err := json.Unmarshal(output, &answer); err != nil {
		return nil, nil, fmt.Errorf("judge of older releases: %w", err)
	}

	if answer.Error != "" {
		return answer.Warnings, errors.New(answer.Error), nil
	}

	return answer.Warnings, nil, nil
}
