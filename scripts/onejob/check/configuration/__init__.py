"""What a project says about its layers and rules: found, parsed, validated."""
