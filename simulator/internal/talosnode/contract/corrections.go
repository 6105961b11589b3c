package contract

import "maps"

// corrections are the known faults of the published schemas.
type corrections struct {
	// Kinds maps a name in a schema to the name in Talos.
	Kinds map[string]string `json:"kinds"`
	// Fields are the properties that a definition lacks, or has with a wrong type, in all releases.
	Fields map[string]map[string]any `json:"fields"`
	// Definitions are those that are missing, by release.
	Definitions map[string]map[string]any `json:"definitions"`
}

func (c corrections) apply(minor string, definitions map[string]any) {
	maps.Copy(definitions, c.Definitions[minor])

	for name, fields := range c.Fields {
		if properties := propertiesOf(definitions[name]); properties != nil {
			maps.Copy(properties, fields)
		}
	}

	for _, definition := range definitions {
		values := kindValues(definition)
		for position, value := range values {
			if name, ok := value.(string); ok && c.Kinds[name] != "" {
				values[position] = c.Kinds[name]
			}
		}
	}
}

// inherit adds what an older release knows and this one does not describe: the schemas leave out what is deprecated, which
// Talos goes on accepting; what it has dropped, its own library refuses.
func inherit(definitions, older map[string]any) {
	for name, definition := range older {
		if definitions[name] == nil {
			definitions[name] = definition

			continue
		}

		into, from := propertiesOf(definitions[name]), propertiesOf(definition)
		for property, schema := range from {
			if into != nil && into[property] == nil {
				into[property] = schema
			}
		}
	}
}

// kindsOf returns the kinds of the documents that a definition describes: one, or none for a part of a document.
func kindsOf(definition any) []string {
	var kinds []string

	for _, value := range kindValues(definition) {
		if name, ok := value.(string); ok {
			kinds = append(kinds, name)
		}
	}

	return kinds
}

func kindValues(definition any) []any {
	property, _ := propertiesOf(definition)["kind"].(map[string]any)
	values, _ := property["enum"].([]any)

	return values
}

func propertiesOf(definition any) map[string]any {
	fields, _ := definition.(map[string]any)
	properties, _ := fields["properties"].(map[string]any)

	return properties
}
