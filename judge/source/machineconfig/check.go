package machineconfig

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/configloader"
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
	// Text is the configuration as a machine gets it: with what patches hold, also where that is secret.
	Text string `json:"text,omitempty"`
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

	if generated != nil && request.Text {
		if result.Text, err = generated.EncodeString(encoder.WithComments(encoder.CommentsDisabled)); err != nil {
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

	faults, warnings, err := validate(generated, request.Mode)

	return faults, warnings, generated, err
}

// validate does what a machine does, which reads the text of a configuration: some values are written in a form that cannot be
// read. What it would say if it could read them is told as well.
func validate(generated config.Provider, mode Mode) ([]Fault, []string, error) {
	received, readErr := readBack(generated)
	if readErr != nil {
		received = generated
	}

	warnings, err := received.Validate(mode)
	faults := faultsOf(StepValidate, err)

	if readErr != nil {
		told := errors.New(linesInText.ReplaceAllString(readErr.Error(), ""))

		return append(faultsOf(StepValidate, told), faults...), warnings, readErr
	}

	return faults, warnings, err
}

// linesInText are those of a text that nobody has seen.
var linesInText = regexp.MustCompile(`(?m) \(line \d+\)|^ *line \d+: `)

func readBack(generated config.Provider) (config.Provider, error) {
	text, err := generated.EncodeBytes(encoder.WithComments(encoder.CommentsDisabled))
	if err != nil {
		return nil, err
	}

	return configloader.NewFromBytes(text)
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
