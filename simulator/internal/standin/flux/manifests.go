package flux

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"text/template"
)

var (
	//go:embed components.yaml.tmpl
	componentsText string
	//go:embed sync.yaml.tmpl
	syncText string
)

// kustomizationText is the kustomization.yaml that Flux writes where there is none.
const kustomizationText = `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
- gotk-components.yaml
- gotk-sync.yaml
`

// definition is one kind of custom resource of a component.
type definition struct {
	Component, Group, Version, Kind, Plural, Singular string
}

// definitions are the kinds of all components, of which an installation has those of its own.
var definitions = []definition{
	{"source-controller", "source.toolkit.fluxcd.io", "v1", "Bucket", "buckets", "bucket"},
	{"source-controller", "source.toolkit.fluxcd.io", "v1", "GitRepository", "gitrepositories", "gitrepository"},
	{"source-controller", "source.toolkit.fluxcd.io", "v1", "HelmChart", "helmcharts", "helmchart"},
	{"source-controller", "source.toolkit.fluxcd.io", "v1", "HelmRepository", "helmrepositories", "helmrepository"},
	{"source-controller", "source.toolkit.fluxcd.io", "v1", "OCIRepository", "ocirepositories", "ocirepository"},
	{"kustomize-controller", "kustomize.toolkit.fluxcd.io", "v1", "Kustomization", "kustomizations", "kustomization"},
	{"helm-controller", "helm.toolkit.fluxcd.io", "v2", "HelmRelease", "helmreleases", "helmrelease"},
	{"notification-controller", "notification.toolkit.fluxcd.io", "v1beta3", "Alert", "alerts", "alert"},
	{"notification-controller", "notification.toolkit.fluxcd.io", "v1beta3", "Provider", "providers", "provider"},
	{"notification-controller", "notification.toolkit.fluxcd.io", "v1", "Receiver", "receivers", "receiver"},
	{"image-reflector-controller", "image.toolkit.fluxcd.io", "v1", "ImagePolicy", "imagepolicies", "imagepolicy"},
	{"image-reflector-controller", "image.toolkit.fluxcd.io", "v1", "ImageRepository", "imagerepositories", "imagerepository"},
	{"image-automation-controller", "image.toolkit.fluxcd.io", "v1", "ImageUpdateAutomation", "imageupdateautomations", "imageupdateautomation"},
	{"source-watcher", "source.extensions.fluxcd.io", "v1beta1", "ArtifactGenerator", "artifactgenerators", "artifactgenerator"},
}

// render fills one of the two templates.
func render(text string, with options) (string, error) {
	parsed, err := template.New("").Funcs(template.FuncMap{"quote": quote, "join": join}).Parse(text)
	if err != nil {
		return "", err
	}

	var rendered strings.Builder
	if err := parsed.Execute(&rendered, with); err != nil {
		return "", fmt.Errorf("rendering a manifest: %w", err)
	}

	return rendered.String(), nil
}

// quote writes a text as JSON, which YAML reads as that text whatever is in it.
func quote(text string) (string, error) {
	quoted, err := json.Marshal(text)

	return string(quoted), err
}

func join(texts []string) string { return strings.Join(texts, ",") }
