package machineconfig

import (
	"errors"
	"slices"
	"strings"

	"github.com/hashicorp/go-multierror"
	"github.com/siderolabs/talos/pkg/machinery/config/configpatcher"
)

// Step is where a configuration is refused.
type Step string

// The steps of the provider, and the one of the node.
const (
	StepGenerate Step = "generate"
	StepLoad     Step = "load"
	StepApply    Step = "apply"
	StepValidate Step = "validate"
)

// order of the steps: one that fails hides what the later ones would say.
var order = []Step{StepGenerate, StepLoad, StepApply, StepValidate}

// Fault is one thing that is said against a configuration.
type Fault struct {
	Step Step `json:"step"`
	// Message is the sentence of Talos.
	Message string `json:"message"`
	// Place is what causes it, where it was asked for and found.
	Place *Place `json:"place,omitempty"`
}

// Place is a part of a patch.
type Place struct {
	// Patch is the number of the patch in the request.
	Patch int `json:"patch"`
	// Document is the number of the document in the patch.
	Document int `json:"document"`
	// Path leads from the outside in: keys, and numbers of items of lists. Empty is the whole document.
	Path []any `json:"path"`
}

// faultsOf takes an error of Talos apart, which holds many where it validates. What stands before several stands before each.
func faultsOf(step Step, err error) []Fault {
	if err == nil {
		return nil
	}

	whole, parts := partsOf(err)
	if len(parts) == 0 {
		return []Fault{{Step: step, Message: strings.TrimSpace(err.Error())}}
	}

	before := strings.TrimSuffix(err.Error(), whole)

	var faults []Fault

	for _, each := range parts {
		for _, fault := range faultsOf(step, each) {
			fault.Message = before + fault.Message
			faults = append(faults, fault)
		}
	}

	return faults
}

// partsOf returns the errors that an error holds, and how it says them.
func partsOf(err error) (whole string, parts []error) {
	var many *multierror.Error
	if errors.As(err, &many) {
		return many.Error(), many.Errors
	}

	var joined interface {
		error
		Unwrap() []error
	}
	if !errors.As(err, &joined) {
		return "", nil
	}

	lines := make([]string, 0, len(joined.Unwrap()))
	for _, each := range joined.Unwrap() {
		lines = append(lines, each.Error())
	}

	// others that hold several say them in a sentence of their own
	if whole = joined.Error(); whole != strings.Join(lines, "\n") {
		return "", nil
	}

	return whole, joined.Unwrap()
}

// buildFaults says why a configuration could not be made. Each patch that cannot be loaded or applied is told; what the node
// would say of the others is not, as it may want what a refused patch sets.
func buildFaults(request Request, err error) []Fault {
	var faults []Fault

	kept := request
	kept.ConfigPatches = nil

	if _, bareErr := Generate(kept); bareErr != nil {
		return faultsOf(StepGenerate, err)
	}

	for index, patch := range request.ConfigPatches {
		step := StepApply

		_, err := configpatcher.LoadPatches([]string{patch})
		if err != nil {
			step = StepLoad
		} else {
			tried := kept
			tried.ConfigPatches = append(slices.Clone(kept.ConfigPatches), patch)

			if _, err = Generate(tried); err == nil {
				kept = tried
			}
		}

		if err != nil {
			faults = append(faults, Fault{step, strings.TrimSpace(err.Error()), &Place{Patch: index, Path: []any{}}})
		}
	}

	return faults
}
