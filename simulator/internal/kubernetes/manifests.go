package kubernetes

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/siderolabs/talos/pkg/machinery/config/config"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	k8syaml "k8s.io/apimachinery/pkg/util/yaml"
)

// manifest is a text with objects that Talos applies, or the URL of one.
type manifest struct {
	// id decides about the order.
	id      string
	text    []byte
	url     string
	headers map[string]string
}

// configuredManifests are those that a machine configuration lists; Talos orders them by name, whatever their kind.
func configuredManifests(cfg config.Config) []manifest {
	var all []manifest

	cluster := cfg.Cluster()

	for _, url := range networkManifests(cfg) {
		all = append(all, manifest{id: "05-" + url, url: url})
	}

	for _, url := range cluster.ExternalCloudProvider().ManifestURLs() {
		all = append(all, manifest{id: "30-" + url, url: url})
	}

	for _, external := range cfg.K8sExternalManifestConfigs() {
		if slices.ContainsFunc(all, func(known manifest) bool { return known.url == external.URL() }) {
			continue // the one of a network of pods is told here once more
		}

		all = append(all, manifest{id: "99-" + external.Name(), url: external.URL(), headers: external.Headers()})
	}

	for _, inline := range cfg.K8sInlineManifestConfigs() {
		all = append(all, manifest{id: "99-" + inline.Name(), text: []byte(inline.Contents())})
	}

	return all
}

// objectsOf reads manifests in the order of their names; a list counts as its items.
func objectsOf(manifests []manifest) ([]*unstructured.Unstructured, error) {
	manifests = slices.Clone(manifests)
	slices.SortStableFunc(manifests, func(a, b manifest) int { return cmp.Compare(a.id, b.id) })

	var (
		objects []*unstructured.Unstructured
		faults  []error
	)

	for _, manifest := range manifests {
		read, err := decode(manifest.text)
		if err != nil {
			faults = append(faults, fmt.Errorf("manifest %s: %w", manifest.id, err))

			continue
		}

		objects = append(objects, read...)
	}

	slices.SortStableFunc(objects, func(a, b *unstructured.Unstructured) int {
		if rank(a) != rank(b) || rank(a) == otherKinds {
			return cmp.Compare(rank(a), rank(b))
		}

		return cmp.Compare(a.GetName(), b.GetName())
	})

	return objects, errors.Join(faults...)
}

const (
	namespaces = iota
	definitions
	// otherKinds come in the order of the manifests, the ones before by name.
	otherKinds
)

// rank is the place of a kind.
func rank(object *unstructured.Unstructured) int {
	kind := object.GroupVersionKind()

	switch {
	case kind.Kind == "Namespace" && kind.Version == "v1":
		return namespaces
	case kind.Kind == "CustomResourceDefinition" && kind.Group == "apiextensions.k8s.io":
		return definitions
	default:
		return otherKinds
	}
}

func decode(text []byte) ([]*unstructured.Unstructured, error) {
	var objects []*unstructured.Unstructured

	reader := k8syaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(text)))

	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return objects, nil
		}

		if err != nil {
			return nil, err
		}

		content, err := k8syaml.ToJSON(bytes.TrimSpace(document))
		if err != nil {
			return nil, err
		}

		if text := string(content); text == "null" || text == "{}" {
			continue // only comments
		}

		var object unstructured.Unstructured
		if err := json.Unmarshal(content, &object); err != nil {
			return nil, err
		}

		if !object.IsList() {
			objects = append(objects, &object)

			continue
		}

		err = object.EachListItem(func(item runtime.Object) error {
			objects = append(objects, item.(*unstructured.Unstructured))

			return nil
		})
		if err != nil {
			return nil, err
		}
	}
}
