// Package tls makes real keys, as hashicorp/tls does. They are the only thing of a homelab that differs from run to run.
package tls

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/rules"
)

const (
	defaultBits  = 2048
	defaultCurve = "P224"
)

// Behaviour is what hashicorp/tls does with tls_private_key and tls_public_key. It reaches nothing.
func Behaviour() standin.Behaviour {
	keyRules := []standin.Rule{rules.OneOf("algorithm", algorithms...), rules.OneOf("ecdsa_curve", curves...)}

	return standin.Behaviour{
		Resources: map[string]standin.Resource{"tls_private_key": {
			Rules: keyRules,
			Defaults: map[string]tftypes.Value{
				"rsa_bits":    tftypes.NewValue(tftypes.Number, defaultBits),
				"ecdsa_curve": tftypes.NewValue(tftypes.String, defaultCurve),
			},
			Replaces: []string{"algorithm", "rsa_bits", "ecdsa_curve"},
			Create: func(_ context.Context, planned, _ standin.Values) (standin.Values, error) {
				return withKey(planned)
			},
			Delete: standin.Forget,
		}},
		DataSources: map[string]standin.DataSource{"tls_public_key": {
			Rules: []standin.Rule{standin.ExactlyOne("private_key_pem", "private_key_openssh")},
			Read:  publicKey,
		}},
		Ephemerals: map[string]standin.DataSource{"tls_private_key": {
			Rules: keyRules,
			Read: func(_ context.Context, config standin.Values) (standin.Values, error) {
				if config["rsa_bits"].IsNull() {
					standin.Set(config, "rsa_bits", defaultBits)
				}

				if config["ecdsa_curve"].IsNull() {
					standin.Set(config, "ecdsa_curve", defaultCurve)
				}

				return withKey(config)
			},
		}},
	}
}

func withKey(values standin.Values) (standin.Values, error) {
	key, err := generate(standin.Text(values["algorithm"]), int(standin.Int(values["rsa_bits"])), standin.Text(values["ecdsa_curve"]))
	if err != nil {
		return nil, &standin.Fault{Summary: "Unable to generate Key from configuration", Detail: err.Error()}
	}

	forms, err := privateForms(key)
	if err != nil {
		return nil, &standin.Fault{Summary: "Unable to encode key to PEM", Detail: err.Error()}
	}

	public, err := publicForms(key)
	if err != nil {
		return nil, &standin.Fault{Summary: "Failed to marshal public key", Detail: err.Error()}
	}

	maps.Copy(forms, public)
	fill(values, forms)

	return values, nil
}

func publicKey(_ context.Context, config standin.Values) (standin.Values, error) {
	attribute := "private_key_pem"
	if config[attribute].IsNull() {
		attribute = "private_key_openssh"
	}

	key, algorithm, err := parse(standin.Text(config[attribute]))
	if err != nil {
		return nil, &standin.Fault{Attribute: attribute, Summary: "Unable to parse private key", Detail: err.Error()}
	}

	forms, err := publicForms(key)
	if err != nil {
		return nil, &standin.Fault{Summary: "Failed to marshal public key", Detail: err.Error()}
	}

	forms["algorithm"] = algorithm
	fill(config, forms)

	return config, nil
}

// fill sets the attributes that the type has: an ephemeral resource has no id.
func fill(values standin.Values, forms map[string]string) {
	for name, text := range forms {
		if _, known := values[name]; known {
			standin.Set(values, name, text)
		}
	}
}
