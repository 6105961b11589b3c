package talos

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/siderolabs/net"
	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/configpatcher"
	"github.com/siderolabs/talos/pkg/machinery/constants"

	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/rules"
)

// Checks of siderolabs/talos that are not in its schema, at the moment at which it makes them.

// writeOnlyOr are the rules that one of an attribute and its write-only form is given; stop ends the sentences.
func writeOnlyOr(what, name, stop string) []standin.Rule {
	given := func(values standin.Values) (plain, writeOnly bool) {
		return !values[name].IsNull(), !values[name+"_wo"].IsNull()
	}

	return []standin.Rule{
		func(values standin.Values) *standin.Fault {
			if plain, writeOnly := given(values); plain || writeOnly {
				return nil
			}

			return &standin.Fault{Summary: "Missing " + what, Detail: fmt.Sprintf("Exactly one of %s or %s_wo must be set%s", name, name, stop)}
		},
		func(values standin.Values) *standin.Fault {
			if plain, writeOnly := given(values); !plain || !writeOnly {
				return nil
			}

			return &standin.Fault{Summary: "Conflicting " + what, Detail: fmt.Sprintf("Only one of %s or %s_wo can be set, not both%s", name, name, stop)}
		},
	}
}

func machineRules() []standin.Rule {
	return slices.Concat(
		writeOnlyOr("client configuration", "client_configuration", "."),
		writeOnlyOr("machine configuration", "machine_configuration", "."),
		writeOnlyOr("kubeconfig", "kubeconfig", ".")[1:],
		[]standin.Rule{drainHasKubeconfig, rules.Timeouts},
	)
}

func clusterRules() []standin.Rule {
	return append(writeOnlyOr("client configuration", "client_configuration", "."), nodesAreAddresses, nodeIsControlPlane, rules.Timeouts)
}

func configurationRules() []standin.Rule {
	return []standin.Rule{
		clusterNamed(),
		rules.OneOf("machine_type", "controlplane", "worker"),
		versionIsContract(),
		endpointIsURL,
		patchesLoad,
	}
}

func clusterNamed() standin.Rule { return rules.LengthAtLeast("cluster_name", 1) }

func certificateRules() []standin.Rule {
	return []standin.Rule{
		clusterNamed(),
		readable("crt_ttl", func(text string) error {
			if _, err := time.ParseDuration(text); err != nil {
				return fmt.Errorf("unable to parse duration %q: %w", text, err)
			}

			return nil
		}),
		readable("not_before", func(text string) error {
			if _, err := time.Parse(time.RFC3339, text); err != nil {
				return fmt.Errorf("unable to parse not_before %q as RFC3339: %w", text, err)
			}

			return nil
		}),
	}
}

// readable is the rule that an attribute, if it is known and given, can be parsed.
func readable(name string, parse func(text string) error) standin.Rule {
	return func(values standin.Values) *standin.Fault {
		value := values[name]
		if value.IsNull() || !value.IsKnown() {
			return nil
		}

		if err := parse(standin.Text(value)); err != nil {
			return &standin.Fault{Attribute: name, Summary: "invalid " + name, Detail: err.Error()}
		}

		return nil
	}
}

func versionIsContract() standin.Rule {
	return func(values standin.Values) *standin.Fault {
		version := values["talos_version"]
		if version.IsNull() || !version.IsKnown() {
			return nil
		}

		if _, err := config.ParseContractFromVersion(standin.Text(version)); err != nil {
			return &standin.Fault{Summary: "Invalid version", Detail: err.Error()}
		}

		return nil
	}
}

// drainHasKubeconfig takes an empty kubeconfig for none.
func drainHasKubeconfig(values standin.Values) *standin.Fault {
	drains := values["drain_on_upgrade"].IsNull() || standin.Bool(values["drain_on_upgrade"])
	missing := func(name string) bool {
		return values[name].IsKnown() && strings.TrimSpace(standin.Text(values[name])) == ""
	}

	if values["image"].IsNull() || !values["image"].IsKnown() || !drains || !missing("kubeconfig") || !missing("kubeconfig_wo") {
		return nil
	}

	return &standin.Fault{Summary: "Missing kubeconfig for drain",
		Detail: "drain_on_upgrade = true requires kubeconfig or kubeconfig_wo when image is set. " +
			"Provide ephemeral.talos_cluster_kubeconfig.this.kubeconfig_raw via kubeconfig_wo."}
}

func nodesAreAddresses(values standin.Values) *standin.Fault {
	for _, value := range append(standin.List(values["control_plane_nodes"]), values["node"]) {
		if _, err := netip.ParseAddr(standin.Text(value)); err == nil || value.IsNull() || !value.IsKnown() {
			continue
		}

		return &standin.Fault{Attribute: "node", Summary: "Invalid IP address",
			Detail: fmt.Sprintf("%q is not an IP address. Cluster health checks compare nodes against the addresses "+
				"Kubernetes reports for them, so this has to be the node's IP rather than a hostname. "+
				"Use `endpoint`/`endpoints` if you need to reach the cluster through a hostname.", standin.Text(value))}
	}

	return nil
}

func nodeIsControlPlane(values standin.Values) *standin.Fault {
	nodes := values["control_plane_nodes"]
	if nodes.IsNull() || !nodes.IsFullyKnown() || !values["node"].IsKnown() || slices.Contains(standin.Texts(nodes), standin.Text(values["node"])) {
		return nil
	}

	return &standin.Fault{Attribute: "control_plane_nodes", Summary: "node not in control_plane_nodes",
		Detail: fmt.Sprintf("node %q must be included in control_plane_nodes", standin.Text(values["node"]))}
}

func endpointIsURL(values standin.Values) *standin.Fault {
	endpoint := values["cluster_endpoint"]
	if endpoint.IsNull() || !endpoint.IsKnown() {
		return nil
	}

	if err := checkEndpoint(standin.Text(endpoint)); err != nil {
		return &standin.Fault{Summary: "cluster_endpoint is invalid", Detail: err.Error()}
	}

	return nil
}

func checkEndpoint(endpoint string) error {
	parsed, err := url.Parse(endpoint)

	switch {
	case err != nil && strings.Contains(endpoint, "/"):
		return fmt.Errorf("failed to parse the cluster endpoint URL: %w", err)
	case err != nil:
		// host:port is no URL
		parsed = &url.URL{Host: endpoint}
	}

	switch {
	case parsed.Scheme == "" && parsed.Port() == "":
		return fmt.Errorf("no scheme and port specified for the cluster endpoint URL\ntry: %q", mended(*parsed))
	case parsed.Scheme == "":
		return fmt.Errorf("no scheme specified for the cluster endpoint URL\ntry: %q", mended(*parsed))
	case parsed.Scheme != "https":
		return fmt.Errorf("the control plane endpoint URL should have scheme https://\ntry: %q", mended(*parsed))
	}

	if err := net.ValidateEndpointURI(endpoint); err != nil {
		return fmt.Errorf("error validating the cluster endpoint URL: %w", err)
	}

	return nil
}

// mended is the URL that is likely to be meant.
func mended(endpoint url.URL) *url.URL {
	if endpoint.Scheme == "" && endpoint.Host == "" {
		endpoint.Host, endpoint.Path = endpoint.Path, ""
	}

	endpoint.Scheme = "https"
	if endpoint.Port() == "" {
		endpoint.Host = fmt.Sprintf("%s:%d", endpoint.Host, constants.DefaultControlPlanePort)
	}

	return &endpoint
}

// patchesLoad waits until all patches are known, and does not apply them: whether they fit is seen when they are.
func patchesLoad(values standin.Values) *standin.Fault {
	for _, patch := range standin.List(values["config_patches"]) {
		if patch.IsNull() || !patch.IsKnown() {
			return nil
		}
	}

	if _, err := configpatcher.LoadPatches(standin.Texts(values["config_patches"])); err != nil {
		return &standin.Fault{Summary: "config_patches are invalid", Detail: err.Error()}
	}

	return nil
}
