package flux

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"cdktf-proxmox-talos/simulator/internal/standin"
)

// release is the version of Flux whose manifests the provider carries.
const release = "v2.8.5"

// names of the files that the provider writes, in the order in which it does.
var fileNames = []string{"gotk-components.yaml", "gotk-sync.yaml", "kustomization.yaml"}

// options are what the manifests are made of.
type options struct {
	Version, ImageTag, Registry, ImagePullSecret string
	Namespace, ClusterDomain, LogLevel           string
	Components, TolerationKeys                   []string
	NetworkPolicy, WatchAllNamespaces            bool

	Branch, URL, Path, SecretName string
	Interval                      time.Duration
	RecurseSubmodules             bool
}

func newOptions(values standin.Values, branch, url string) (options, error) {
	o := options{
		Version:            standin.Text(values["version"]),
		ImageTag:           standin.Text(values["version"]),
		Registry:           standin.Text(values["registry"]),
		ImagePullSecret:    standin.Text(values["image_pull_secret"]),
		Namespace:          standin.Text(values["namespace"]),
		ClusterDomain:      standin.Text(values["cluster_domain"]),
		LogLevel:           standin.Text(values["log_level"]),
		Components:         append(sorted(values, "components"), sorted(values, "components_extra")...),
		TolerationKeys:     sorted(values, "toleration_keys"),
		NetworkPolicy:      standin.Bool(values["network_policy"]),
		WatchAllNamespaces: standin.Bool(values["watch_all_namespaces"]),
		Branch:             branch,
		URL:                url,
		Path:               standin.Text(values["path"]),
		SecretName:         standin.Text(values["secret_name"]),
		RecurseSubmodules:  standin.Bool(values["recurse_submodules"]),
	}

	if standin.Bool(values["embedded_manifests"]) {
		o.ImageTag = release
	} else if o.Version == "latest" {
		return o, fmt.Errorf("the version latest is looked up at GitHub, which a stand-in does not reach; name one, such as %s, or set embedded_manifests", release)
	}

	interval, err := time.ParseDuration(standin.Text(values["interval"]))
	o.Interval = interval

	return o, err
}

func sorted(values standin.Values, name string) []string {
	texts := standin.Texts(values[name])
	slices.Sort(texts)

	return texts
}

// Definitions are the kinds of custom resources of the chosen components.
func (o options) Definitions() []definition {
	return slices.DeleteFunc(slices.Clone(definitions), func(d definition) bool { return !slices.Contains(o.Components, d.Component) })
}

// SyncPath is the folder that Flux applies.
func (o options) SyncPath() string { return "./" + strings.TrimPrefix(o.Path, "./") }

// file is the place of a file in the repository.
func (o options) file(name string) string { return path.Join(o.Path, o.Namespace, name) }

// files are what the repository should hold, by place.
func (o options) files() (map[string]string, error) {
	components, err := render(componentsText, o)
	if err != nil {
		return nil, err
	}

	sync, err := render(syncText, o)
	if err != nil {
		return nil, err
	}

	return map[string]string{
		o.file(fileNames[0]): components,
		o.file(fileNames[1]): sync,
		o.file(fileNames[2]): kustomizationText,
	}, nil
}
