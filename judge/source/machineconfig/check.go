package machineconfig

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/encoder"
	"go.yaml.in/yaml/v4"
)

// Mode is where Talos runs, which decides whether it must be told a disk to install on.
type Mode string

// The two modes of Talos that this project knows.
const (
	ModeCloud Mode = "cloud"
	ModeMetal Mode = "metal"
)

// String is the name that Talos gives the mode.
func (m Mode) String() string { return string(m) }

// RequiresInstall says whether the configuration must name the disk.
func (m Mode) RequiresInstall() bool { return m == ModeMetal }

// InContainer is false: there is a machine of its own in both modes.
func (m Mode) InContainer() bool { return false }

// Result is one machine configuration as a node would get it, or why there is none.
type Result struct {
	Name string `json:"name"`
	// Error is what the provider, or else the node, would answer.
	Error string `json:"error,omitempty"`
	// Faults are the same one by one, with the places that cause them where the request asks for places.
	Faults   []Fault  `json:"faults,omitempty"`
	Warnings []string `json:"warnings,omitempty"`
	// Documents are complete, with secrets replaced, also where the node would refuse them.
	Documents []any `json:"documents,omitempty"`
}

// Check makes one configuration and has Talos validate it in the mode of the request.
func Check(request Request) Result {
	result := Result{Name: request.Name}

	faults, warnings, generated, err := judge(request)
	if err != nil {
		result.Error = err.Error()
		result.Faults = faults
	}

	result.Warnings = warnings

	if generated != nil && request.Documents {
		if result.Documents, err = documents(generated); err != nil {
			result.Error = err.Error()
			result.Faults = append(result.Faults, Fault{Step: StepGenerate, Message: err.Error()})
		}
	}

	if request.PlacesIn != nil {
		locate(request, result.Faults)
	}

	return result
}

// judge returns what is said against a configuration, one by one and as one error, and the configuration where there is
// one.
func judge(request Request) ([]Fault, []string, config.Provider, error) {
	if request.Mode != ModeCloud && request.Mode != ModeMetal {
		err := fmt.Errorf("mode %q is neither %s nor %s", request.Mode, ModeCloud, ModeMetal)

		return faultsOf(StepGenerate, err), nil, nil, err
	}

	generated, err := Generate(request)
	if err != nil {
		return buildFaults(request, err), nil, nil, err
	}

	warnings, err := generated.Validate(request.Mode)
	if err != nil {
		return faultsOf(StepValidate, err), warnings, generated, err
	}

	return nil, warnings, generated, nil
}

// Answer answers one JSON request with one JSON response.
func Answer(input []byte) ([]byte, error) {
	var output bytes.Buffer
	if err := Run(bytes.NewReader(input), &output); err != nil {
		return nil, err
	}

	return output.Bytes(), nil
}

// Run answers one JSON request with one JSON response.
func Run(in io.Reader, out io.Writer) error {
	var input struct {
		Requests []Request `json:"requests"`
	}

	decoder := json.NewDecoder(in)
	decoder.DisallowUnknownFields()

	if err := decoder.Decode(&input); err != nil {
		return fmt.Errorf("reading the requests: %w", err)
	}

	results := make([]Result, 0, len(input.Requests))
	for _, request := range input.Requests {
		results = append(results, Check(request))
	}

	return json.NewEncoder(out).Encode(map[string]any{"results": results})
}

func documents(generated config.Provider) ([]any, error) {
	text, err := generated.RedactSecrets(Placeholder).EncodeBytes(encoder.WithComments(encoder.CommentsDisabled))
	if err != nil {
		return nil, err
	}

	var documents []any

	for decoder := yaml.NewDecoder(bytes.NewReader(text)); ; {
		var document map[string]any
		if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
			return documents, nil
		} else if err != nil {
			return nil, err
		}

		documents = append(documents, document)
	}
}
