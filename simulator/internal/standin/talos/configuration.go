package talos

import (
	"context"
	"crypto/x509/pkix"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/siderolabs/talos/pkg/machinery/config/encoder"
	"github.com/siderolabs/talos/pkg/machinery/role"

	"cdktf-proxmox-talos/judge/machineconfig"
	"cdktf-proxmox-talos/simulator/internal/standin"
)

func readConfiguration(ctx context.Context, config standin.Values) (standin.Values, error) {
	config["id"] = config["cluster_name"]

	return openConfiguration(ctx, config)
}

func openConfiguration(_ context.Context, config standin.Values) (standin.Values, error) {
	bundle, err := bundleOf(config["machine_secrets"])
	if err != nil {
		return nil, err
	}

	if config["talos_version"].IsNull() {
		standin.Set(config, "talos_version", contract)
	}

	if config["kubernetes_version"].IsNull() {
		standin.Set(config, "kubernetes_version", machineconfig.ProviderKubernetesVersion)
	}

	if err := machineconfig.Writable(standin.Text(config["talos_version"])); err != nil {
		return nil, err
	}

	comments := encoder.CommentsDisabled
	if standin.Bool(config["docs"]) {
		comments |= encoder.CommentsDocs
	}

	if standin.Bool(config["examples"]) {
		comments |= encoder.CommentsExamples
	}

	generated, err := machineconfig.Text(machineconfig.Request{
		ClusterName:       standin.Text(config["cluster_name"]),
		ClusterEndpoint:   standin.Text(config["cluster_endpoint"]),
		Contract:          standin.Text(config["talos_version"]),
		KubernetesVersion: standin.Text(config["kubernetes_version"]),
		MachineType:       standin.Text(config["machine_type"]),
		ConfigPatches:     standin.Texts(config["config_patches"]),
	}, bundle, comments)
	if err != nil {
		return nil, &standin.Fault{Summary: "failed to generate machine configuration", Detail: err.Error()}
	}

	standin.Set(config, "machine_configuration", generated)

	return config, nil
}

func readClientConfiguration(_ context.Context, config standin.Values) (standin.Values, error) {
	config["id"] = config["cluster_name"]

	return config, setTalosConfig(config)
}

// openClientConfiguration makes the client certificate from the secrets, which no state need hold.
func openClientConfiguration(_ context.Context, config standin.Values) (standin.Values, error) {
	bundle, err := bundleOf(config["machine_secrets"])
	if err != nil {
		return nil, err
	}

	notBefore, notAfter, err := validity(config, bundle.Certs.OS.Crt)
	if err != nil {
		return nil, err
	}

	client, err := clientCertificate{
		authority: bundle.Certs.OS,
		subject:   pkix.Name{Organization: []string{string(role.Admin)}},
		purpose:   "talos:" + standin.Text(config["cluster_name"]),
		notBefore: notBefore,
		notAfter:  notAfter,
	}.make()
	if err != nil {
		return nil, &standin.Fault{Summary: "failed to generate client configuration", Detail: err.Error()}
	}

	standin.Set(config, "client_configuration", map[string]any{
		"ca_certificate":     encoded(bundle.Certs.OS.Crt),
		"client_certificate": encoded(client.Crt),
		"client_key":         encoded(client.Key),
	})

	return config, setTalosConfig(config)
}

// setTalosConfig makes the text for talosctl from client_configuration.
func setTalosConfig(config standin.Values) error {
	name := standin.Text(config["cluster_name"])

	client, err := clientConfig(name, config["client_configuration"])
	if err != nil {
		return err
	}

	client.Contexts[name].Endpoints = given(config["endpoints"])
	client.Contexts[name].Nodes = given(config["nodes"])

	content, err := client.Bytes()
	if err != nil {
		return &standin.Fault{Summary: "failed to generate talos config", Detail: err.Error()}
	}

	standin.Set(config, "talos_config", string(content))

	return nil
}

func given(list tftypes.Value) []string {
	if texts := standin.Texts(list); len(texts) > 0 {
		return texts
	}

	return nil
}
