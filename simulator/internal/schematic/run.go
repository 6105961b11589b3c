package schematic

import (
	"encoding/json"
	"fmt"
	"io"
)

// Result is what Image Factory would answer to one schematic.
type Result struct {
	ID string `json:"id,omitempty"`
	// Text is the canonical text that was hashed.
	Text  string `json:"text,omitempty"`
	Error string `json:"error,omitempty"`
}

// Run reads a JSON list of schematics in YAML and writes the list of results.
func Run(in io.Reader, out io.Writer) error {
	var texts []string
	if err := json.NewDecoder(in).Decode(&texts); err != nil {
		return fmt.Errorf("reading the schematics: %w", err)
	}

	results := make([]Result, 0, len(texts))
	for _, text := range texts {
		results = append(results, resultOf(text))
	}

	return json.NewEncoder(out).Encode(map[string]any{"results": results})
}

func resultOf(text string) Result {
	read, err := Read([]byte(text))
	if err != nil {
		return Result{Error: err.Error()}
	}

	canonical, err := read.Canonical()
	if err != nil {
		return Result{Error: err.Error()}
	}

	id, err := read.ID()
	if err != nil {
		return Result{Error: err.Error()}
	}

	return Result{ID: id, Text: string(canonical)}
}
