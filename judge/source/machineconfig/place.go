package machineconfig

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// locate finds what causes each fault by leaving out: a part of a patch causes a fault if the fault is gone without it and
// no other one comes. Patches are searched in the order of the request; the first that has a cause has it.
func locate(request Request, faults []Fault) {
	search := &search{request: request, faults: faults}
	for index := range faults {
		faults[index].Place = search.placeOf(faults[index])
	}
}

type search struct {
	request Request
	faults  []Fault
	// leftOut are patches that are left out all the time.
	leftOut []int
}

func (s *search) placeOf(fault Fault) *Place {
	var searched []int

	for _, patch := range s.request.PlacesIn {
		if patch >= 0 && patch < len(s.request.ConfigPatches) && (fault.Place == nil || fault.Place.Patch == patch) {
			searched = append(searched, patch)
		}
	}

	for _, patch := range searched {
		if s.isGone(fault, patch, nil) {
			return s.within(fault, patch)
		}
	}

	// several that each cause it alone: without one the next still does
	for index, patch := range searched {
		others := &search{request: s.request, faults: s.faults, leftOut: searched[:index]}
		if others.isGone(fault, patch, nil) {
			return others.within(fault, patch)
		}
	}

	return fault.Place
}

// within looks for the smallest part of a patch that causes a fault; it is the whole patch where no part alone does.
func (s *search) within(fault Fault, patch int) *Place {
	place := &Place{Patch: patch, Path: []any{}}

	documents, err := readDocuments(s.request.ConfigPatches[patch])
	if err != nil {
		return place
	}

	for index := range documents {
		if len(documents) > 1 && !s.isGone(fault, patch, withoutPart(documents, index, nil)) {
			continue
		}

		place.Document = index
		place.Path = s.descend(fault, patch, documents, index, []any{})

		return place
	}

	return place
}

// descend follows the one part that causes the fault as far as there is one. Of parts that each do, the one that the sentence
// of Talos speaks of; a part that Talos also wants to be there, if no other does.
func (s *search) descend(fault Fault, patch int, documents []*yaml.Node, document int, path []any) []any {
	var wanted []any

	for _, step := range spokenOfFirst(fault.Message, nodeAt(documents[document], path)) {
		if len(path) == 0 && slices.Contains(identity, step) {
			continue
		}

		next := append(slices.Clone(path), step)

		switch s.effectOf(fault, patch, withoutPart(documents, document, next)) {
		case cures:
			return s.descend(fault, patch, documents, document, next)
		case replaces:
			if wanted == nil {
				wanted = next
			}
		case leaves:
		}
	}

	if wanted != nil {
		return s.descend(fault, patch, documents, document, wanted)
	}

	return path
}

// identity are the keys without which a document is another one.
var identity = []any{"apiVersion", "kind", "name"}

// effect is what leaving out does to a fault.
type effect int

const (
	// leaves the fault where it is.
	leaves effect = iota
	// replaces the fault by others, which are said as late as it is.
	replaces
	// cures the configuration of the fault.
	cures
)

// isGone says whether a fault is gone with another text for a patch, or without the patch, and no other one comes.
func (s *search) isGone(fault Fault, patch int, documents []*yaml.Node) bool {
	return s.effectOf(fault, patch, documents) == cures
}

// effectOf says what another text for a patch does to a fault; what the fault has hidden is no other fault.
func (s *search) effectOf(fault Fault, patch int, documents []*yaml.Node) effect {
	text, err := encodeDocuments(documents)
	if err != nil {
		return leaves
	}

	changed := s.request
	changed.ConfigPatches = nil

	for index, other := range s.request.ConfigPatches {
		switch {
		case slices.Contains(s.leftOut, index):
		case index != patch:
			changed.ConfigPatches = append(changed.ConfigPatches, other)
		case text != "":
			changed.ConfigPatches = append(changed.ConfigPatches, text)
		}
	}

	left, _, _, _ := judge(changed)
	before, after := counted(s.faults), counted(left)
	effect := cures

	for key, count := range after {
		switch {
		case count <= before[key] || isHiddenBy(fault.Step, key.step):
		case isHiddenBy(key.step, fault.Step):
			return leaves
		default:
			effect = replaces
		}
	}

	if after[keyOf(fault)] < before[keyOf(fault)] {
		return effect
	}

	return leaves
}

func isHiddenBy(step, later Step) bool {
	return slices.Index(order, later) > slices.Index(order, step)
}

var numbers = regexp.MustCompile(`\d+`)

// key tells faults apart but for numbers in them, as an item of a list takes the place of one that is left out.
type key struct {
	step    Step
	message string
}

func keyOf(fault Fault) key {
	return key{fault.Step, numbers.ReplaceAllString(fault.Message, "#")}
}

func counted(faults []Fault) map[key]int {
	counts := map[key]int{}
	for _, fault := range faults {
		counts[keyOf(fault)]++
	}

	return counts
}

func readDocuments(patch string) ([]*yaml.Node, error) {
	var documents []*yaml.Node

	for decoder := yaml.NewDecoder(strings.NewReader(patch)); ; {
		var document yaml.Node
		if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
			return documents, nil
		} else if err != nil {
			return nil, err
		}

		documents = append(documents, &document)
	}
}

// encodeDocuments is empty where nothing is left.
func encodeDocuments(documents []*yaml.Node) (string, error) {
	var output bytes.Buffer

	encoder := yaml.NewEncoder(&output)

	for _, document := range documents {
		if content := nodeAt(document, nil); content == nil || len(content.Content) == 0 {
			continue
		}

		if err := encoder.Encode(document); err != nil {
			return "", err
		}
	}

	if output.Len() == 0 {
		return "", nil
	}

	return output.String(), encoder.Close()
}

// withoutPart copies the documents without one part of one of them; an empty path is the whole document.
func withoutPart(documents []*yaml.Node, document int, path []any) []*yaml.Node {
	if len(path) == 0 {
		return slices.Delete(slices.Clone(documents), document, document+1)
	}

	copied := slices.Clone(documents)
	copied[document] = without(documents[document], path)

	return copied
}

// without copies the nodes on the way to the part that is left out; the others are shared. A map or list that is empty then
// goes as well.
func without(node *yaml.Node, path []any) *yaml.Node {
	copied := *node
	if node.Kind == yaml.DocumentNode {
		copied.Content = []*yaml.Node{without(node.Content[0], path)}

		return &copied
	}

	at := positionOf(node, path[0])
	first, count := at, 1

	if node.Kind == yaml.MappingNode {
		first, count = at-1, 2
	}

	copied.Content = slices.Clone(node.Content)
	if len(path) > 1 {
		if inner := without(node.Content[at], path[1:]); len(inner.Content) > 0 {
			copied.Content[at] = inner

			return &copied
		}
	}

	copied.Content = slices.Delete(copied.Content, first, first+count)

	return &copied
}

// stepsOf lists the keys of a map, or the numbers of the items of a list.
func stepsOf(node *yaml.Node) []any {
	var steps []any

	switch {
	case node == nil:
	case node.Kind == yaml.MappingNode:
		for index := 0; index < len(node.Content); index += 2 {
			steps = append(steps, node.Content[index].Value)
		}
	case node.Kind == yaml.SequenceNode:
		for index := range node.Content {
			steps = append(steps, index)
		}
	}

	return steps
}

// spokenOfFirst lists the steps of a node, those first that lead to what a sentence speaks of.
func spokenOfFirst(sentence string, node *yaml.Node) []any {
	var spokenOf, others []any

	for _, step := range stepsOf(node) {
		if key, isKey := step.(string); isKey && hasWord(sentence, key) || hasValue(sentence, nodeAt(node, []any{step})) {
			spokenOf = append(spokenOf, step)
		} else {
			others = append(others, step)
		}
	}

	return append(spokenOf, others...)
}

// hasValue says whether a sentence has a value, or one below it, as a word.
func hasValue(sentence string, node *yaml.Node) bool {
	if node.Kind == yaml.ScalarNode {
		return hasWord(sentence, node.Value)
	}

	return slices.ContainsFunc(node.Content, func(each *yaml.Node) bool { return hasValue(sentence, each) })
}

func hasWord(sentence, word string) bool {
	const edge = `(?:^|$|[^A-Za-z0-9])`

	return word != "" && strings.Contains(sentence, word) &&
		regexp.MustCompile(edge+regexp.QuoteMeta(word)+edge).MatchString(sentence)
}

func nodeAt(node *yaml.Node, path []any) *yaml.Node {
	if node.Kind == yaml.DocumentNode {
		if len(node.Content) == 0 {
			return nil
		}

		return nodeAt(node.Content[0], path)
	}

	if len(path) == 0 {
		return node
	}

	return nodeAt(node.Content[positionOf(node, path[0])], path[1:])
}

// positionOf is the index of a value among what a node holds.
func positionOf(node *yaml.Node, step any) int {
	if index, isIndex := step.(int); isIndex {
		return index
	}

	for index := 0; index < len(node.Content); index += 2 {
		if node.Content[index].Value == step {
			return index + 1
		}
	}

	return -1
}
