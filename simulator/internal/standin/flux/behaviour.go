// Package flux bootstraps Flux in a Git repository and in a cluster, as fluxcd/flux does.
//
// Git and Kubernetes are real ones. What is simpler than the provider:
//   - manifests are made up, and none are downloaded: without embedded_manifests they are those of the version that is
//     asked for, and latest is refused;
//   - a kustomization.yaml of somebody else is refused, and so are overrides, signed commits, kubeconfig files, exec,
//     and an import;
//   - the first two commits are not tried again when another push comes in between.
package flux

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/rules"
)

var (
	label  = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`)
	domain = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`)
	key    = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9._-]*)$`)
)

// Behaviour is what fluxcd/flux does with flux_bootstrap_git. Every read clones the repository and asks the cluster, so a
// plan of what is bootstrapped needs both.
func Behaviour() standin.Behaviour {
	provider := &settings{}

	return standin.Behaviour{
		Rules:     []standin.Rule{knownBlocks, isURL, oneLogin},
		Configure: func(_ context.Context, config standin.Values) error { return provider.check(config) },
		Resources: map[string]standin.Resource{"flux_bootstrap_git": {
			Rules:    bootstrapRules(),
			Defaults: defaults(),
			Keeps:    []string{"id"},
			Replaces: []string{"namespace", "secret_name"},
			Plan:     provider.plan,
			Create:   provider.create,
			Read:     provider.read,
			Update:   provider.update,
			Delete:   provider.remove,
		}},
	}
}

func bootstrapRules() []standin.Rule {
	return []standin.Rule{
		rules.NotModelled("kustomization_override", "manifests_path", "registry_credentials"),
		rules.OneOf("components", "source-controller", "kustomize-controller", "helm-controller", "notification-controller"),
		needsBoth,
		rules.OneOf("components_extra", "image-reflector-controller", "image-automation-controller", "source-watcher"),
		rules.OneOf("log_level", "info", "debug", "error"),
		rules.Matches("namespace", label, 63, "must be a lowercase RFC 1123 label"),
		rules.Matches("secret_name", domain, 253, "must be a lowercase RFC 1123 subdomain"),
		rules.Matches("image_pull_secret", domain, 253, "must be a lowercase RFC 1123 subdomain"),
		rules.Matches("toleration_keys", key, 253, "must be a toleration key: a letter or number, then letters, numbers, hyphens, dots and underscores"),
		rules.Matches("version", regexp.MustCompile(`(latest|^v.*)`), 253, "must either be latest or start with 'v'"),
		isDuration("interval"),
		isDuration("timeouts", "create"), isDuration("timeouts", "read"), isDuration("timeouts", "update"), isDuration("timeouts", "delete"),
	}
}

// needsBoth is the rule that an installation has the two controllers without which nothing follows the repository.
func needsBoth(config standin.Values) *standin.Fault {
	chosen, known := standin.TextsKnown(config["components"])
	if config["components"].IsNull() || !known {
		return nil
	}

	for _, needed := range []string{"source-controller", "kustomize-controller"} {
		if !slices.Contains(chosen, needed) {
			return &standin.Fault{
				Attribute: "components",
				Summary:   "Invalid Attribute Value",
				Detail:    fmt.Sprintf("Attribute components must contain %s, got: %q.", needed, chosen),
			}
		}
	}

	return nil
}

func isDuration(names ...string) standin.Rule {
	return func(config standin.Values) *standin.Fault {
		value := standin.At(config, names...)
		if value.IsNull() || !value.IsKnown() {
			return nil
		}

		if _, err := time.ParseDuration(standin.Text(value)); err != nil {
			return &standin.Fault{Attribute: names[0], Summary: "Invalid Duration String Value", Detail: err.Error()}
		}

		return nil
	}
}

func defaults() map[string]tftypes.Value {
	values := map[string]tftypes.Value{
		// a set has its elements in order
		"components": standin.Of(tftypes.Set{ElementType: tftypes.String},
			[]string{"helm-controller", "kustomize-controller", "notification-controller", "source-controller"}),
	}

	for name, text := range map[string]string{
		"cluster_domain": "cluster.local", "interval": "1m0s", "log_level": "info", "namespace": "flux-system",
		"registry": "ghcr.io/fluxcd", "secret_name": "flux-system", "version": release,
	} {
		values[name] = tftypes.NewValue(tftypes.String, text)
	}

	for name, is := range map[string]bool{
		"delete_git_manifests": true, "embedded_manifests": false, "keep_namespace": false, "network_policy": true, "watch_all_namespaces": true,
	} {
		values[name] = tftypes.NewValue(tftypes.Bool, is)
	}

	return values
}

// plan says what the repository should hold, so that a difference to what it holds is an update.
func (s *settings) plan(_ context.Context, change *standin.Change) error {
	address, branch, err := s.repository()
	if err != nil || change.Prior == nil {
		return err
	}

	if address == nil || !isKnown(change.Planned) {
		change.Unknown("repository_files")

		return nil
	}

	o, err := newOptions(change.Planned, branch, address.String())
	if err != nil {
		return &standin.Fault{Summary: "Getting expected repository files", Detail: err.Error()}
	}

	files, err := o.files()
	if err != nil {
		return err
	}

	standin.Set(change.Planned, "repository_files", files)

	return nil
}

// isKnown looks at what the files are made of.
func isKnown(planned standin.Values) bool {
	for name, value := range planned {
		if name != "id" && name != "repository_files" && !value.IsFullyKnown() {
			return false
		}
	}

	return true
}
