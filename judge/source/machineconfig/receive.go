package machineconfig

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/siderolabs/talos/pkg/machinery/config/configloader"
)

// Received is a configuration as it reaches a machine.
type Received struct {
	Text string `json:"text"`
	Mode Mode   `json:"mode"`
	// Installed says that Talos is on the disk of the machine, so that the configuration need not name one.
	Installed bool `json:"installed"`
}

// Reception is what a machine answers.
type Reception struct {
	// Error is why the machine refuses the configuration; empty if it takes it.
	Error    string   `json:"error,omitempty"`
	Warnings []string `json:"warnings,omitempty"`
}

// installedMode is that of a machine with Talos on its disk.
type installedMode struct{ Mode }

// RequiresInstall is false: it is installed.
func (installedMode) RequiresInstall() bool { return false }

// Receive is the answer of a machine whose release has this library, as far as it looks at nothing but the configuration.
func Receive(received Received) Reception {
	config, err := configloader.NewFromBytes([]byte(received.Text))
	if err != nil {
		return Reception{Error: err.Error()}
	}

	var warnings []string

	if received.Installed {
		warnings, err = config.Validate(installedMode{received.Mode})
	} else {
		warnings, err = config.Validate(received.Mode)
	}

	if err != nil {
		return Reception{Error: err.Error(), Warnings: warnings}
	}

	return Reception{Warnings: warnings}
}

// RunReceive answers one JSON Received with one JSON Reception.
func RunReceive(in io.Reader, out io.Writer) error {
	var received Received

	decoder := json.NewDecoder(in)
	decoder.DisallowUnknownFields()

	if err := decoder.Decode(&received); err != nil {
		return fmt.Errorf("reading the configuration: %w", err)
	}

	return json.NewEncoder(out).Encode(Receive(received))
}
