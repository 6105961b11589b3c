// Package contract says which kinds and fields of a machine configuration an image knows. Talos' library knows those of
// its own release only; what an older image makes of a newer field is in the schemas that Talos publishes per release.
package contract

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"go.yaml.in/yaml/v4"
)

// main is the document without a kind.
const main = "v1alpha1.Config"

// Contracts are the schemas of all releases, by minor version such as v1.13.
type Contracts map[string]*contract

type contract struct {
	minor string
	// compiling guards the compiler: machines take their configurations at the same time.
	compiling sync.Mutex
	compiler  *jsonschema.Compiler
	// byKind names the definition of each kind.
	byKind map[string]string
}

// Load reads `v1.<minor>.json` and what `corrections.json` says is wrong in them.
func Load(directory string) (Contracts, error) {
	var corrections corrections
	if err := readJSON(filepath.Join(directory, "corrections.json"), &corrections); err != nil {
		return nil, err
	}

	files, err := filepath.Glob(filepath.Join(directory, "v1.*.json"))
	if err != nil {
		return nil, err
	}

	if len(files) == 0 {
		return nil, fmt.Errorf("%s has no schema of the machine configuration, such as v1.13.json", directory)
	}

	// v1.9 before v1.10
	slices.SortFunc(files, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })

	loaded := Contracts{}
	older := map[string]any{}

	for _, file := range files {
		minor := strings.TrimSuffix(filepath.Base(file), ".json")

		definitions, err := readDefinitions(file)
		if err != nil {
			return nil, err
		}

		corrections.apply(minor, definitions)
		inherit(definitions, older)

		if loaded[minor], err = load(minor, definitions); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}

		older = definitions
	}

	return loaded, nil
}

// Knows says whether there is a schema for the release of an image, such as v1.13.9.
func (c Contracts) Knows(version string) error {
	if c[minorOf(version)] != nil {
		return nil
	}

	known := make([]string, 0, len(c))
	for minor := range c {
		known = append(known, minor)
	}

	slices.Sort(known)

	return fmt.Errorf("no schema of the machine configuration for Talos %q, there are those of %s", version, strings.Join(known, ", "))
}

// Check refuses kinds and fields that the release does not know; it looks at nothing else.
func (c Contracts) Check(version string, configuration []byte) error {
	if err := c.Knows(version); err != nil {
		return err
	}

	var faults []error

	for decoder := yaml.NewDecoder(bytes.NewReader(configuration)); ; {
		var document any

		if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
			return errors.Join(faults...)
		} else if err != nil {
			return err
		}

		if document != nil {
			faults = append(faults, c[minorOf(version)].check(document))
		}
	}
}

func (c *contract) check(document any) error {
	// the validator takes what encoding/json makes of a text
	text, err := json.Marshal(document)
	if err != nil {
		return err
	}

	instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return err
	}

	fields, ok := instance.(map[string]any)
	if !ok {
		return errors.New("a document of the configuration is not a mapping")
	}

	name, _ := fields["kind"].(string)
	definition := main

	if name != "" {
		if definition, ok = c.byKind[name]; !ok {
			return fmt.Errorf("%q %q: not registered", name, fields["apiVersion"])
		}
	}

	schema, err := c.compile(definition)
	if err != nil {
		return err
	}

	var invalid *jsonschema.ValidationError
	if err := schema.Validate(instance); !errors.As(err, &invalid) {
		return err
	}

	unknown := unknownFields(invalid)
	if len(unknown) == 0 {
		return nil // types and values are the business of Talos' own library
	}

	return fmt.Errorf("unknown keys found during decoding: %s", strings.Join(unknown, ", "))
}

func (c *contract) compile(definition string) (*jsonschema.Schema, error) {
	c.compiling.Lock()
	defer c.compiling.Unlock()

	return c.compiler.Compile(address(c.minor) + "#/$defs/" + definition)
}

func unknownFields(fault *jsonschema.ValidationError) []string {
	var unknown []string

	if extra, ok := fault.ErrorKind.(*kind.AdditionalProperties); ok {
		for _, property := range extra.Properties {
			unknown = append(unknown, strings.Join(append(slices.Clone(fault.InstanceLocation), property), "."))
		}
	}

	for _, cause := range fault.Causes {
		unknown = append(unknown, unknownFields(cause)...)
	}

	return unknown
}

func readDefinitions(file string) (map[string]any, error) {
	var schema struct {
		Definitions map[string]any `json:"$defs"`
	}

	if err := readJSON(file, &schema); err != nil {
		return nil, err
	}

	if schema.Definitions[main] == nil {
		return nil, fmt.Errorf("%s is no schema of the machine configuration: it does not define %s", file, main)
	}

	return schema.Definitions, nil
}

func load(minor string, definitions map[string]any) (*contract, error) {
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(address(minor), map[string]any{"$defs": definitions}); err != nil {
		return nil, err
	}

	loaded := &contract{minor: minor, compiler: compiler, byKind: map[string]string{}}

	for name, definition := range definitions {
		for _, documentKind := range kindsOf(definition) {
			loaded.byKind[documentKind] = name
		}
	}

	return loaded, nil
}

func address(minor string) string { return "memory:///" + minor + ".json" }

// minorOf is v1.13 of v1.13.9 and of v1.13.0-beta.1.
func minorOf(version string) string {
	parts := strings.SplitN(version, ".", 3)

	return strings.Join(parts[:min(2, len(parts))], ".")
}

func readJSON(file string, into any) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}

	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}

	return nil
}
