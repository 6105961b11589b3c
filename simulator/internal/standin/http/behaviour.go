// Package http fetches, as hashicorp/http does.
package http

import (
	"context"
	"encoding/base64"
	"unicode/utf8"

	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/rules"
)

// Behaviour is what hashicorp/http does with its data source: it asks at every plan, and a plan of a destroy too, so
// neither works while the server is down.
func Behaviour() standin.Behaviour {
	return standin.Behaviour{DataSources: map[string]standin.DataSource{"http": {
		Rules: []standin.Rule{
			rules.OneOf("method", "GET", "POST", "HEAD"),
			rules.AtLeast(1, "request_timeout_ms"),
			rules.AtLeast(0, "retry", "attempts"),
			rules.AtLeast(0, "retry", "min_delay_ms"),
			longestDelay,
			rules.Conflict("ca_cert_pem", "insecure"),
			rules.Together("client_cert_pem", "client_key_pem"),
		},
		Read: read,
	}}}
}

// longestDelay is not below 0, and not below the shortest.
func longestDelay(config standin.Values) *standin.Fault {
	return rules.AtLeast(max(0, standin.Int(standin.At(config, "retry", "min_delay_ms"))), "retry", "max_delay_ms")(config)
}

func read(ctx context.Context, config standin.Values) (standin.Values, error) {
	answer, err := fetch(ctx, config)
	if err != nil {
		return nil, err
	}

	if !utf8.Valid(answer.body) {
		standin.Warn(ctx, "Response body is not recognized as UTF-8",
			"Terraform may not properly handle the response_body if the contents are binary.")
	}

	standin.Set(config, "id", standin.Text(config["url"]))
	standin.Set(config, "response_body", string(answer.body))
	standin.Set(config, "body", string(answer.body))
	standin.Set(config, "response_body_base64", base64.StdEncoding.EncodeToString(answer.body))
	standin.Set(config, "response_headers", answer.headers)
	standin.Set(config, "status_code", answer.status)

	return config, nil
}
